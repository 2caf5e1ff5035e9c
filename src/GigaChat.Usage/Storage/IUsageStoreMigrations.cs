namespace GigaChat.Usage;

/// <summary>
/// Implemented by stores with tables: <c>MigrateGigaChatUsageAsync()</c> on the application's services brings them up to
/// date.
/// </summary>
public interface IUsageStoreMigrations
{
    /// <summary>
    /// Creates or migrates the tables. Several processes may call it at once.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    Task EnsureMigratedAsync(CancellationToken cancellationToken = default);
}
