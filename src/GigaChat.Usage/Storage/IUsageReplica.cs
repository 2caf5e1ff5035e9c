namespace GigaChat.Usage;

/// <summary>
/// Implemented by readers that may read a copy which follows the database that records are written to:
/// <see cref="GigaChatUsageDoctor"/> reports how
/// far it is behind.
/// </summary>
public interface IUsageReplica
{
    /// <summary>Gets the age of the newest change that the copy has, where it lacks later ones.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>Zero when the copy has every change it was sent; null when the database is no copy.</returns>
    /// <exception cref="Exception">The database cannot be used at present.</exception>
    Task<TimeSpan?> GetReplicationLagAsync(CancellationToken cancellationToken = default);
}
