using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Diagnostics;

/// <summary>Checks the records of this process.</summary>
internal static class RecorderChecks
{
    private const double NearlyFull = 0.8;

    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(1);

    public static IEnumerable<UsageFinding> Examine(
        IUsageRecorder recorder,
        UsageDeadLetters letters,
        GigaChatUsageOptions options,
        DateTimeOffset now
    )
    {
        var counters = recorder.Counters;
        return
        [
            .. Dropped(counters, options),
            .. NearlyDropped(counters, options),
            .. Refused(recorder as UsageRecorder, letters, counters),
            .. Store(recorder as UsageRecorder, counters, now),
        ];
    }

    private static IEnumerable<UsageFinding> Dropped(UsageRecorderCounters counters, GigaChatUsageOptions options)
    {
        if (counters.DroppedQueueFull > 0)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.DroppedQueueFull,
                UsageFindingSeverity.Error,
                $"Records dropped because {options.QueueCapacity:N0} already waited for the store: {counters.DroppedQueueFull:N0}.",
                "Restore the store if it is unavailable; if it is only slower than the calls, raise QueueCapacity or BatchSize, or choose Journaled durability.",
                ("records", counters.DroppedQueueFull),
                ("capacity", (long)options.QueueCapacity)
            );
        }

        if (counters.DroppedJournalFull > 0)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.DroppedJournalFull,
                UsageFindingSeverity.Error,
                $"Records dropped because the journal had reached its limit of {options.JournalMaxBytes:N0} bytes and the queue was full too: {counters.DroppedJournalFull:N0}.",
                "Restore the store, or raise JournalMaxBytes.",
                ("records", counters.DroppedJournalFull),
                ("bytes", options.JournalMaxBytes)
            );
        }

        if (counters.DroppedStopped > 0)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.DroppedStopped,
                UsageFindingSeverity.Warning,
                $"Records dropped because their calls ended after the recorder had stopped: {counters.DroppedStopped:N0}.",
                "End the calls before the ServiceProvider is disposed.",
                ("records", counters.DroppedStopped)
            );
        }

        if (counters.Unjournaled > 0)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.NotJournaled,
                UsageFindingSeverity.Warning,
                $"Records that could not be written to the journal and waited only in memory: {counters.Unjournaled:N0}.",
                "Check that JournalDirectory is writable and has free space; the log contains the error.",
                ("records", counters.Unjournaled)
            );
        }
    }

    private static IEnumerable<UsageFinding> NearlyDropped(UsageRecorderCounters counters, GigaChatUsageOptions options)
    {
        var isJournaled = options.Durability == UsageDurability.Journaled;
        if (!isJournaled && counters.Queued >= options.QueueCapacity * NearlyFull)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.QueueNearlyFull,
                UsageFindingSeverity.Warning,
                $"Records that wait for the store: {counters.Queued:N0} of at most {options.QueueCapacity:N0}.",
                "Restore the store if it is unavailable; if it is only slower than the calls, raise QueueCapacity or BatchSize before records are dropped.",
                ("records", counters.Queued),
                ("capacity", (long)options.QueueCapacity)
            );
        }

        if (isJournaled && counters.JournalBytes >= options.JournalMaxBytes * NearlyFull)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.JournalNearlyFull,
                UsageFindingSeverity.Warning,
                $"The journal has {counters.JournalBytes:N0} of at most {options.JournalMaxBytes:N0} bytes.",
                "Restore the store, or raise JournalMaxBytes before records are dropped.",
                ("bytes", counters.JournalBytes),
                ("capacity", options.JournalMaxBytes)
            );
        }
    }

    private static IEnumerable<UsageFinding> Refused(
        UsageRecorder? recorder,
        UsageDeadLetters letters,
        UsageRecorderCounters counters
    )
    {
        var refused = recorder?.Refused ?? 0;
        if (counters.Failed - refused is > 0 and var lost)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.RecordsLost,
                UsageFindingSeverity.Error,
                $"Records accepted and lost, because they were not written before the stop or could not be read from the journal's disk: {lost:N0}.",
                "Restore the store before the next stop, raise ShutdownTimeout, or choose Journaled durability; check the disk if there is a journal.",
                ("records", lost)
            );
        }

        var inFile = letters.Waiting;
        if (inFile is { Lines: > 0 } waiting)
        {
            var further =
                waiting.FurtherBytes > 0
                    ? FormattableString.Invariant($", and those in {waiting.FurtherBytes:N0} further bytes")
                    : "";
            yield return UsageFinding.Of(
                UsageFindingCode.RecordsRefused,
                UsageFindingSeverity.Warning,
                $"Records that the store rejected, in dead-letters.jsonl: {waiting.Lines:N0}{further}.",
                "List them with UsageDeadLetters, find the cause, and replay or delete them.",
                ("records", waiting.Lines),
                ("further", waiting.FurtherBytes),
                ("file", "dead-letters.jsonl")
            );
        }
        else if (inFile is null && refused > 0)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.RecordsRefused,
                UsageFindingSeverity.Warning,
                $"Records that the store rejected and that are lost when the process ends: {refused:N0}.",
                "See UsageRecorder.ParkedRecords for the cause, and set JournalDirectory, so that rejected records are stored in a file and can be replayed.",
                ("records", refused)
            );
        }
    }

    private static IEnumerable<UsageFinding> Store(
        UsageRecorder? recorder,
        UsageRecorderCounters counters,
        DateTimeOffset now
    )
    {
        var waiting = counters.Queued + counters.InFlight;
        if (recorder?.StoreTrouble is { } trouble)
        {
            var since = now - trouble.Since;
            yield return UsageFinding.Of(
                UsageFindingCode.StoreFails,
                UsageFindingSeverity.Error,
                $"The store has accepted no records for {Lengths.Words(since)} (failures in a row: {trouble.Failures:N0}, the last a {trouble.Error}; records that wait: {waiting:N0}).",
                trouble.Fault.Advice(),
                ("failures", (long)trouble.Failures),
                ("since", since),
                ("error", trouble.Error),
                ("waiting", waiting),
                ("fault", trouble.Fault.Name())
            );
        }
        else if (
            recorder?.OldestInFlight is { } oldest
            && now - (oldest.CreatedAt + oldest.Duration) is var age
            && age > Lag
        )
        {
            yield return UsageFinding.Of(
                UsageFindingCode.StoreLags,
                UsageFindingSeverity.Warning,
                $"The oldest record that waits for the store is {Lengths.Words(age)} old (records that wait: {waiting:N0}).",
                "Check the store's load and locks; if it is only slower than the calls, raise BatchSize.",
                ("age", age),
                ("waiting", waiting)
            );
        }
    }
}
