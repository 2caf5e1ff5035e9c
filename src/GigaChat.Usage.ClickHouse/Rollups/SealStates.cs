using System.Collections.Immutable;
using System.Globalization;
using ClickHouse.Driver.ADO.Readers;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Reads the state of the stored data. Marks are only ever added, so that those that were read once need not be
/// read again.</summary>
internal sealed class SealStates(ClickHouseDatabase database, TimeZoneInfo ownZone)
{
    /// <summary>
    /// How much of what was read before is read again: marks that another server of the cluster added late.
    /// </summary>
    private const long Overlap = UsageMicroseconds.Hour;

    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<int, long> _hours = ImmutableSortedDictionary<int, long>.Empty;
    private long _readTo;
    private ZoneDays? _zone;

    public async Task<SealState> ReadAsync(CancellationToken cancellationToken)
    {
        var tables = database.Tables;
        var (known, since) = Known();
        var rows = await database
            .ReadAsync(
                "SELECT toUInt8(0) AS part, toInt32(0) AS number, toUnixTimestamp64Micro(now64(6)) AS at, '' AS text"
                    + $" UNION ALL SELECT toUInt8(1), hour, max(marked_at), '' FROM {tables.Hours} WHERE marked_at >= {since} GROUP BY hour"
                    + $" UNION ALL SELECT toUInt8(2), bucket, sealed_at, toString(zone) FROM {tables.Rollups} WHERE kind = {(int)RollupKind.Seal}"
                    + $" UNION ALL SELECT toUInt8(3), toInt32(0), written_at, concat(name, '=', value) FROM {tables.Settings} FINAL",
                Row,
                cancellationToken
            )
            .ConfigureAwait(false);

        var now = rows.Where(row => row.Part == 0).Max(row => row.At);
        var hours = Learn(known, rows.Where(row => row.Part == 1), now);
        var settings = rows.Where(row => row.Part == 3)
            .Select(row => row.Text.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var stored = settings.GetValueOrDefault(ClickHouseSetting.ReportTimeZone);
        return new SealState(
            now,
            hours,
            rows.Where(row => row.Part == 2 && row.Text == stored).ToDictionary(row => row.Number, row => row.At),
            stored is null ? null : DaysOf(stored),
            stored,
            settings.TryGetValue(ClickHouseSetting.RecordsFrom, out var from)
                ? long.Parse(from, CultureInfo.InvariantCulture)
                : long.MinValue
        );
    }

    public void Forget()
    {
        lock (_gate)
        {
            _hours = ImmutableSortedDictionary<int, long>.Empty;
            _readTo = 0;
        }
    }

    private static (byte Part, int Number, long At, string Text) Row(ClickHouseDataReader reader) =>
        (reader.GetByte(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetString(3));

    /// <summary>Gets the days of a time zone, which remember where they start; null for an unknown one.</summary>
    private ZoneDays? DaysOf(string id)
    {
        if (_zone?.Zone.Id == id)
            return _zone;
        var zone = id == ownZone.Id ? ownZone : ReportTimeZone.Find(id);
        return _zone = zone is null ? null : new ZoneDays(zone);
    }

    private (ImmutableSortedDictionary<int, long> Hours, long Since) Known()
    {
        lock (_gate)
            return (_hours, _readTo - Overlap);
    }

    private ImmutableSortedDictionary<int, long> Learn(
        ImmutableSortedDictionary<int, long> known,
        IEnumerable<(byte Part, int Number, long At, string Text)> marks,
        long now
    )
    {
        var hours = known.ToBuilder();
        foreach (var (_, hour, at, _) in marks)
        {
            if (!hours.TryGetValue(hour, out var before) || before < at)
                hours[hour] = at;
        }

        var learned = hours.ToImmutable();
        lock (_gate)
        {
            // Of two reads at once either result is right, because the next one reads the overlap again.
            (_hours, _readTo) = (learned, Math.Max(_readTo, now));
        }

        return learned;
    }
}
