namespace GigaChat.Usage;

/// <summary>
/// Decides whether a call is sent, and receives its usage when it has ended. Budgets are a gate; an application adds
/// its own, such as a rate limit, with <c>AddCallGate</c>. Implementations must be safe for concurrent use.
/// </summary>
/// <remarks>
/// Gates decide about each attempt of a call, so that retries count. All gates must admit a call. An exception other
/// than the cancellation by the caller is counted and logged, and the call is sent: to reject a call, return a
/// rejection.
/// </remarks>
public interface ICallGate
{
    /// <summary>
    /// The longest time to wait for the beginning of a request body that is not in memory, before this gate is called.
    /// </summary>
    TimeSpan BodyTimeout => TimeSpan.FromSeconds(5);

    /// <summary>Decides whether a call is sent. The caller waits for the decision.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">The cancellation token of the caller.</param>
    /// <returns>The decision.</returns>
    ValueTask<CallAdmission> AdmitAsync(CallRequest call, CancellationToken cancellationToken);

    /// <summary>
    /// Settles an admitted call, once: when it has ended, or when another gate has rejected it. Must not block.
    /// </summary>
    /// <param name="state">The state of its <see cref="CallAdmission"/>; an admission without state is not
    /// settled.</param>
    /// <param name="record">The record of the call; <c>null</c> if it was not sent or has produced none.</param>
    void Settle(object state, UsageRecord? record);

    /// <summary>Receives usage without an admitted call: the lines of a batch result. Must not block.</summary>
    /// <param name="record">The record. The same line has the same id each time its file is read.</param>
    void Count(UsageRecord record) { }
}
