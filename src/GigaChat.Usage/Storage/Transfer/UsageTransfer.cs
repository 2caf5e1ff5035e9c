using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>
/// Copies records from one store to another, such as from PostgreSQL to ClickHouse, while both are in use, and compares
/// every total of the two.
/// </summary>
/// <remarks>
/// Days with different totals are copied, the newest first, and stores keep one record per id: a transfer that was
/// interrupted continues by running it again, with the day at which it stopped. To change stores without a gap, let the
/// application write to the new store first, then run it until no difference is left.
/// </remarks>
public sealed class UsageTransfer
{
    private readonly IUsageReader _source;
    private readonly IUsageStore _target;
    private readonly IUsageReader _targetReader;

    /// <summary>Initializes a new instance of the <see cref="UsageTransfer"/> class.</summary>
    /// <param name="source">The store that is read.</param>
    /// <param name="target">The store that is written to; it must be an <see cref="IUsageReader"/> too.</param>
    /// <exception cref="ArgumentException"><paramref name="target"/> does not support queries, or is the
    /// source.</exception>
    public UsageTransfer(IUsageReader source, IUsageStore target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (ReferenceEquals(source, target))
            throw new ArgumentException(
                "The target of a transfer must be another store than its source.",
                nameof(target)
            );
        _source = source;
        _target = target;
        _targetReader =
            target as IUsageReader
            ?? throw new ArgumentException(
                $"The target of a transfer must support queries, because totals are compared: {target.GetType()} is no {nameof(IUsageReader)}.",
                nameof(target)
            );
    }

    /// <summary>Copies the days that differ, and compares the totals until they are equal or nothing more can be
    /// copied.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. Records that were copied stay
    /// copied.</param>
    /// <returns>The number of copied records, and the differences that remain.</returns>
    /// <exception cref="UsageStoreException">One of the stores cannot be used at present; run the transfer
    /// again.</exception>
    public async Task<UsageTransferResult> RunAsync(
        UsageTransferOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new UsageTransferOptions();
        options.Validate();

        // Later records are not compared: the application adds to them meanwhile.
        var filter = new UsageFilter { From = options.From, To = options.To ?? options.TimeProvider.GetUtcNow() };
        filter.Validate();
        var copied = 0L;
        var days = await DifferentDaysAsync(filter, options.TimeZone, cancellationToken).ConfigureAwait(false);
        for (var round = 0; days.Count > 0 && round < options.MaxRounds; round++)
        {
            var before = copied;
            for (var i = 0; i < days.Count; i++)
            {
                await foreach (
                    var count in CopyAsync(filter, days[i], options, cancellationToken).ConfigureAwait(false)
                )
                {
                    copied += count;
                    options.Progress?.Report(
                        new UsageTransferProgress
                        {
                            Copied = copied,
                            Day = days[i],
                            DaysLeft = days.Count - i - 1,
                        }
                    );
                }
            }

            days = await DifferentDaysAsync(filter, options.TimeZone, cancellationToken).ConfigureAwait(false);
            if (copied == before)
                break;
        }

        return new UsageTransferResult(
            copied,
            await UsageComparison
                .ReadAsync(_source, _targetReader, filter, options.TimeZone, cancellationToken)
                .ConfigureAwait(false)
        );
    }

    /// <summary>Gets the days with different totals, the newest first.</summary>
    private async Task<List<DateOnly>> DifferentDaysAsync(
        UsageFilter filter,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    )
    {
        var byDay = new UsageGrouping(UsageDimensions.Day | UsageDimensions.Operation | UsageDimensions.Outcome)
        {
            TimeZone = zone,
        };
        var source = await _source.AggregateAsync(filter, byDay, cancellationToken).ConfigureAwait(false);
        var target = (
            await _targetReader.AggregateAsync(filter, byDay, cancellationToken).ConfigureAwait(false)
        ).ToHashSet();
        return
        [
            .. source
                .Where(group => !target.Contains(group))
                .Select(group => group.Day!.Value)
                .Distinct()
                .OrderDescending(),
        ];
    }

    private async IAsyncEnumerable<int> CopyAsync(
        UsageFilter filter,
        DateOnly day,
        UsageTransferOptions options,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // A day more on either side of UTC's: what is copied beyond the day is skipped.
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var around = filter with
        {
            From = Later(filter.From, midnight.AddDays(-1)),
            To = Earlier(filter.To, midnight.AddDays(2)),
        };
        var page = new UsagePage { Size = options.BatchSize };
        while (true)
        {
            var read = await _source.ListAsync(around, page, cancellationToken).ConfigureAwait(false);
            var batch = read.Items.Where(record => DayOf(record, options.TimeZone) == day).ToArray();
            if (batch.Length > 0)
            {
                await _target.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
                yield return batch.Length;
            }

            if (read.Next is not { } next)
                yield break;
            page = page with { After = next };
        }
    }

    private static DateOnly DayOf(UsageRecord record, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(record.CreatedAt, zone).DateTime);

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;
}
