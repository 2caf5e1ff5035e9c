namespace GigaChat.Usage;

/// <summary>Writes a batch and what it adds to the rollups in one transaction, so that rollups always equal the records.</summary>
internal sealed class BatchWriter(UsageDatabase database, TimeZoneInfo configuredZone, TimeProvider time)
{
    private readonly TextCache _cache = new(time);
    private volatile bool _hasRollups;

    public async Task WriteAsync(IReadOnlyList<UsageRecord> batch, CancellationToken ct)
    {
        var records = Prepare(batch);
        if (records.Length == 0)
            return;
        var texts = Array.ConvertAll(records, UsageFold.SearchText);
        var known = _cache.Find(texts.OfType<string>());
        string[] newTexts = [.. texts.OfType<string>().Distinct(StringComparer.Ordinal).Where(text => !known.ContainsKey(text))];

        var newIds = await database.WriteAsync(session => WriteAsync(session, records, texts, known, newTexts), ct).ConfigureAwait(false);
        _hasRollups = true;
        _cache.Add(newTexts, newIds);
    }

    /// <summary>Fitted, each id once (its first copy), in the order of ids: the order in which every writer touches them (L2).</summary>
    private static UsageRecord[] Prepare(IReadOnlyList<UsageRecord> batch) =>
        [.. batch.Select(UsageRecordLimits.Fit).DistinctBy(record => record.Id).OrderBy(record => record.Id)];

    private async Task<long[]> WriteAsync(UsageSession session, UsageRecord[] records, string?[] texts, Dictionary<string, long> known, string[] newTexts)
    {
        var days = new LocalDays(await ZoneAsync(session).ConfigureAwait(false));

        long[] newIds = newTexts.Length == 0 ? [] : await session.Dialect.InsertTextsAsync(session, newTexts).ConfigureAwait(false);
        var ids = new Dictionary<string, long>(known, StringComparer.Ordinal);
        for (var i = 0; i < newTexts.Length; i++)
            ids[newTexts[i]] = newIds[i];

        var textIds = Array.ConvertAll(texts, text => text is null ? (long?)null : ids[text]);
        var inserted = await session.Dialect.InsertRecordsAsync(session, records, textIds).ConfigureAwait(false);
        if (inserted.Count == 0)
            return newIds;
        var deltas = new RollupDeltas(days);
        foreach (var record in inserted)
            deltas.Add(record);
        await session.Dialect.AddToRollupsAsync(session, deltas.Sorted()).ConfigureAwait(false);
        return newIds;
    }

    /// <summary>The time zone of daily rollups, which stays what it is until the transaction ends.</summary>
    private async Task<TimeZoneInfo> ZoneAsync(UsageSession session)
    {
        if (_hasRollups)
        {
            await session.Dialect.LockRollupsAsync(session, exclusive: false).ConfigureAwait(false);
            if ((await RollupState.ReadAsync(session).ConfigureAwait(false)).Zone is { } zone)
                return zone;

            // Only someone's hand can have removed the setting: let the next try take the other lock from its start.
            _hasRollups = false;
            throw new UsageStoreException($"The table {session.Tables.Settings} lost the time zone of rollups; the next write builds them anew.");
        }

        return await RollupMaintenance.BuildIfMissingAsync(session, configuredZone).ConfigureAwait(false);
    }
}
