namespace GigaChat.Usage;

/// <summary>
/// Implemented by readers that may read a replica of the database that records are written to:
/// <see cref="GigaChatUsageDoctor"/> reports its lag.
/// </summary>
public interface IUsageReplica
{
    /// <summary>Gets the age of the newest change that the replica has, where it lacks later ones.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>Zero when the replica has every change it received; null when the database is no replica.</returns>
    /// <exception cref="Exception">The database cannot be used at present.</exception>
    Task<TimeSpan?> GetReplicationLagAsync(CancellationToken cancellationToken = default);
}
