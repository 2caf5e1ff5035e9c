namespace GigaChat.Usage;

/// <summary>Receives each balance that a response to <c>GET /balance</c> reports. Must be safe for concurrent use and
/// must not block.</summary>
public interface IBalanceObserver
{
    /// <summary>Receives a balance.</summary>
    /// <param name="snapshot">The balance.</param>
    void Observe(BalanceSnapshot snapshot);
}
