using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

/// <summary>
/// The records that a store rejected for their data, kept in a file to be inspected, offered again or deleted.
/// </summary>
/// <remarks>
/// The recorder writes them to <c>dead-letters.jsonl</c> in <see cref="GigaChatUsageOptions.JournalDirectory"/>, one
/// JSON object a line with <c>record</c>, <c>reason</c> and <c>parkedAt</c>, and counts them as failed; offering them
/// again does not change its counters. Several processes may share the file.
/// </remarks>
public sealed class UsageDeadLetters
{
    private readonly DeadLetterFile? _file;
    private readonly IUsageStore _store;

    /// <summary>
    /// Initializes a new instance of the <see cref="UsageDeadLetters"/> class for a directory; a missing directory
    /// contains no dead letters.
    /// </summary>
    /// <param name="directory">The <see cref="GigaChatUsageOptions.JournalDirectory"/> of the recorder.</param>
    /// <param name="store">The store to which dead letters are replayed.</param>
    public UsageDeadLetters(string directory, IUsageStore store)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentNullException.ThrowIfNull(store);
        _file = new DeadLetterFile(Path.GetFullPath(directory), long.MaxValue);
        _store = store;
    }

    private UsageDeadLetters(IUsageStore store) => _store = store;

    private DeadLetterFile Letters =>
        _file
        ?? throw new InvalidOperationException(
            "There is no dead letter file: "
                + $"set {nameof(GigaChatUsageOptions)}.{nameof(GigaChatUsageOptions.JournalDirectory)}. "
                + "Without one, the last dead-lettered records are in "
                + $"{nameof(UsageRecorder)}.{nameof(UsageRecorder.ParkedRecords)}."
        );

    internal static UsageDeadLetters FromServices(IServiceProvider services)
    {
        var store = services.GetRequiredService<IUsageStore>();
        return services.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value.JournalDirectory is { } directory
            ? new UsageDeadLetters(directory, store)
            : new UsageDeadLetters(store);
    }

    /// <summary>
    /// The number of lines in the first megabyte of the file, and the number of bytes that follow; <c>null</c> if there
    /// is no file.
    /// </summary>
    internal (long Lines, long FurtherBytes)? Waiting => _file?.Count(1 << 20);

    /// <summary>Gets the dead letters, oldest first, each id once.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The dead letters.</returns>
    /// <exception cref="InvalidOperationException">No directory is configured.</exception>
    public Task<IReadOnlyList<ParkedRecord>> ListAsync(CancellationToken cancellationToken = default) =>
        Letters.ReadAsync(cancellationToken);

    /// <summary>
    /// Offers dead letters to the store again, one by one; those that it stores are no longer dead letters.
    /// </summary>
    /// <param name="ids">The ids of the records; all if <c>null</c>.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests, between two records; written
    /// records remain written.</param>
    /// <returns>The written and the rejected records.</returns>
    /// <exception cref="Exception">The store cannot be used at present; its own error.</exception>
    public async Task<UsageDeadLetterReplay> ReplayAsync(
        IReadOnlyCollection<Guid>? ids = null,
        CancellationToken cancellationToken = default
    )
    {
        var letters = await Letters.ReadAsync(cancellationToken).ConfigureAwait(false);
        var written = new HashSet<Guid>();
        var rejected = new List<ParkedRecord>();
        try
        {
            foreach (var letter in letters)
            {
                if (ids?.Contains(letter.Record.Id) == false)
                    continue;
                if (await WriteAsync(letter.Record, cancellationToken).ConfigureAwait(false) is { } error)
                    rejected.Add(new ParkedRecord(letter.Record, ParkedRecord.ReasonOf(error), letter.ParkedAt));
                else
                    written.Add(letter.Record.Id);
            }
        }
        finally
        {
            // Also after an error: records that the store has must not be offered repeatedly.
            if (written.Count > 0)
                await Letters.RemoveAsync(written.Contains, CancellationToken.None).ConfigureAwait(false);
        }

        return new UsageDeadLetterReplay(written.Count, rejected);
    }

    /// <summary>Deletes dead letters permanently.</summary>
    /// <param name="ids">The ids of the records; all if <c>null</c>.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests, before anything is
    /// deleted.</param>
    /// <returns>The number of deleted records.</returns>
    public Task<int> DeleteAsync(
        IReadOnlyCollection<Guid>? ids = null,
        CancellationToken cancellationToken = default
    ) => Letters.RemoveAsync(id => ids?.Contains(id) != false, cancellationToken);

    /// <summary>Writes a record; returns the error of a store that rejects it, <c>null</c> if it is written.</summary>
    private async Task<Exception?> WriteAsync(UsageRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await _store.AppendAsync([UsageRecordLimits.Fit(record)], cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (error.FaultOf() is StoreFault.Data or StoreFault.Unknown)
        {
            return error;
        }
    }
}
