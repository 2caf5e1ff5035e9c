namespace GigaChat.Usage;

/// <summary>Keeps usage records. The recorder is its only caller, one batch at a time, unless the application writes to
/// it too.</summary>
/// <remarks>
/// Implementations must be safe for concurrent use, since several processes or recorders may share one store, and hold
/// to three rules:
/// a batch is stored whole or not at all; a record whose <see cref="UsageRecord.Id"/> is already stored changes
/// nothing; and when the
/// returned task ends without an error the batch is durable.
/// </remarks>
public interface IUsageStore
{
    /// <summary>Stores a batch.</summary>
    /// <param name="batch">The records, in the order they were accepted; may hold the same id twice.</param>
    /// <param name="cancellationToken">Cancels the write; the batch is then stored whole or not at all.</param>
    /// <exception cref="UsageDataException">A record of the batch can never be stored as it is; nothing of the batch
    /// was stored.</exception>
    /// <exception cref="Exception">Anything else: the store cannot be used at present, and the batch will be offered
    /// again.</exception>
    Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken);
}
