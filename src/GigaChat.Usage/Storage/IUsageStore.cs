namespace GigaChat.Usage;

/// <summary>
/// Stores usage records. The recorder is its only caller, one batch at a time, unless the application writes to it too.
/// </summary>
/// <remarks>
/// Implementations must be safe for concurrent use, since several processes or recorders may share one store, and
/// follow three rules: a batch is stored whole or not at all; a record with a <see cref="UsageRecord.Id"/> that is
/// already stored changes nothing; and when the returned task ends without an error the batch is durable.
/// </remarks>
public interface IUsageStore
{
    /// <summary>Stores a batch.</summary>
    /// <param name="batch">The records, in the order they were accepted; the same id may occur twice.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; a canceled batch is stored whole
    /// or not at all.</param>
    /// <exception cref="UsageDataException">A record of the batch can never be stored as it is; nothing of the batch
    /// was stored.</exception>
    /// <exception cref="Exception">Any other error: the store cannot be used at present, and the batch will be written
    /// again.</exception>
    Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken);
}
