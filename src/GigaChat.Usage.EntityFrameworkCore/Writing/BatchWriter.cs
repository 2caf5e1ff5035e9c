using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Writes a batch and its additions to the rollups in one transaction, so that rollups always equal the sums of the
/// records.
/// </summary>
internal sealed class BatchWriter(UsageDatabase database, StoreServices services)
{
    private readonly TextCache _cache = new(services.Time);
    private readonly TagNames _tags = services.NewTagNames();
    private volatile bool _hasRollups;

    public async Task WriteAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        var records = Prepare(batch);
        if (records.Length == 0)
            return;
        var texts = Array.ConvertAll(records, UsageFold.SearchText);
        var stored = await database
            .WriteAsync(session => WriteAsync(session, records, texts), cancellationToken)
            .ConfigureAwait(false);
        _hasRollups = true;

        // After the commit: before it the rows are not visible to others, and after a rollback they do not exist.
        _cache.Add(stored.Texts, stored.Ids, stored.Stamp);
    }

    /// <summary>Clears the cached state of the tables, because they have changed.</summary>
    public void Forget()
    {
        _hasRollups = false;
        _cache.Clear();
        _tags.Clear();
    }

    /// <summary>
    /// Gets fitted records, each id once (its first copy), in the order of ids: the order in which every writer locks
    /// them (L2).
    /// </summary>
    private static UsageRecord[] Prepare(IReadOnlyList<UsageRecord> batch) =>
        [.. batch.Select(UsageRecordLimits.Fit).DistinctBy(record => record.Id).OrderBy(record => record.Id)];

    private async Task<StoredTexts> WriteAsync(UsageSession session, UsageRecord[] records, string?[] texts)
    {
        var state = await StateAsync(session).ConfigureAwait(false);
        var ids = _cache.Find(texts.OfType<string>(), state);
        string[] newTexts =
        [
            .. texts.OfType<string>().Distinct(StringComparer.Ordinal).Where(text => !ids.ContainsKey(text)),
        ];
        long[] newIds =
            newTexts.Length == 0 ? [] : await session.Dialect.InsertTextsAsync(session, newTexts).ConfigureAwait(false);
        for (var i = 0; i < newTexts.Length; i++)
            ids[newTexts[i]] = newIds[i];

        var textIds = Array.ConvertAll(texts, text => text is null ? (long?)null : ids[text]);
        var inserted = await session
            .Dialect.InsertRecordsAsync(session, records, textIds, state.IsPartitioned)
            .ConfigureAwait(false);
        var stored = new StoredTexts(newTexts, newIds, state.Stamp);
        if (inserted.Count == 0)
            return stored;
        var deltas = new RollupDeltas(new LocalDays(state.Rollups.Zone!));
        var latency = new LatencyDeltas(new LocalDays(state.Rollups.Zone!));
        var tags = new TagDeltas(new LocalDays(state.Rollups.Zone!));
        foreach (var record in inserted)
        {
            deltas.Add(record);
            latency.Add(record);
            tags.Add(record);
        }

        await session.Dialect.AddToRollupsAsync(session, deltas.Sorted()).ConfigureAwait(false);
        await LatencyMaintenance.AddAsync(session, latency.Sorted()).ConfigureAwait(false);
        await TagMaintenance.AddAsync(session, tags, _tags).ConfigureAwait(false);
        return stored;
    }

    /// <summary>
    /// Reads the state of the tables; the time zone of daily rollups cannot change until the transaction ends.
    /// </summary>
    private async Task<WriterState> StateAsync(UsageSession session)
    {
        if (_hasRollups)
            await session.Dialect.LockRollupsAsync(session, exclusive: false).ConfigureAwait(false);
        else
            await RollupMaintenance
                .BuildIfMissingAsync(session, services.TimeZone, services.NewTagNames())
                .ConfigureAwait(false);
        var state = await WriterState.ReadAsync(session, _cache.LastId).ConfigureAwait(false);
        if (state.Rollups is { Zone: not null, HasLatency: true })
            return state;
        throw new TablesChangedException(
            $"The table {session.Tables.Settings} no longer contains the state of rollups; the next write rebuilds them."
        );
    }

    private sealed record StoredTexts(string[] Texts, long[] Ids, string? Stamp);
}
