using System.Collections.Immutable;
using System.Globalization;
using ClickHouse.Driver.ADO.Readers;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Reads the state of the stored data. Marks are only ever added, so that those that were read once need not be
/// read again; and a seal that was whole once stays whole until a user is erased.</summary>
internal sealed class SealStates(ClickHouseDatabase database, TimeZoneInfo ownZone)
{
    /// <summary>
    /// How much of what was read before is read again: marks that another server of the cluster added late.
    /// </summary>
    private const long Overlap = UnixMicroseconds.Hour;

    private static readonly int Kinds = Enum.GetValues<RollupKind>().Length;

    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<int, long> _hours = ImmutableSortedDictionary<int, long>.Empty;
    private long _readTo;
    private ImmutableHashSet<string> _whole = ImmutableHashSet<string>.Empty;
    private long _wholeSince;
    private ZoneDays? _zone;
    private volatile SealState? _last;

    /// <summary>Runs a query by the state that was read last, and reads the state meanwhile: where it has changed the
    /// query is run again, by the new one.</summary>
    /// <remarks>
    /// The result is exact as if the state were read first. Both reads begin after the call, and whatever could make the
    /// old state wrong for the query, a record of another hour, a newer seal, a deletion or an erasure, is stored
    /// before it begins and so is in the new state.
    /// </remarks>
    public async Task<T> QueryAsync<T>(
        Func<SealState, CancellationToken, Task<T>> query,
        CancellationToken cancellationToken
    )
    {
        if (_last is not { } last)
            return await query(await ReadAsync(cancellationToken).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        using var early = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var result = query(last, early.Token);
        SealState? state = null;
        try
        {
            state = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (state.PlansLike(last))
                return await result.ConfigureAwait(false);
        }
        finally
        {
            if (!result.IsCompletedSuccessfully)
            {
                await early.CancelAsync().ConfigureAwait(false);
                await ((Task)result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return await query(state, cancellationToken).ConfigureAwait(false);
    }

    public async Task<SealState> ReadAsync(CancellationToken cancellationToken)
    {
        var (known, since) = Known();
        var rows = await database
            .ReadAsync(
                $"SELECT {Row.Columns} FROM {database.Tables.State} WHERE kind <> {(int)StateKind.Hour} OR at >= {since}",
                Row.Of,
                cancellationToken
            )
            .ConfigureAwait(false);

        // Each row has the time; a table without rows has no version, and a query by it reads nothing.
        var now = rows.Count > 0 ? rows[0].Now : await database.ReadClockAsync(cancellationToken).ConfigureAwait(false);
        var hours = Learn(known, rows.Where(static row => row.Kind == StateKind.Hour), now);
        var settings = rows.Where(static row => row.Kind == StateKind.Setting)
            .GroupBy(static row => row.Name, StringComparer.Ordinal)
            .ToDictionary(
                static all => all.Key,
                static all => (all.MaxBy(static row => row.At).Value, At: all.Max(static row => row.At)),
                StringComparer.Ordinal
            );
        var (stored, zoneSince) = settings.GetValueOrDefault(ClickHouseSetting.ReportTimeZone);
        var erasedAt = settings.GetValueOrDefault(ClickHouseSetting.Erased).At;
        var seals = rows.FindAll(row => row.Kind == StateKind.Seal && row.Value == stored)
            .ConvertAll(static row => row.ToSeal());
        var state = new SealState(
            now,
            hours,
            await NewestAsync(seals, erasedAt, cancellationToken).ConfigureAwait(false),
            stored is null ? null : DaysOf(stored),
            stored,
            zoneSince,
            settings.TryGetValue(ClickHouseSetting.RecordsFrom, out var from)
                ? long.Parse(from.Value, CultureInfo.InvariantCulture)
                : long.MinValue,
            erasedAt
        );
        return _last = state.WithDaysOf(_last);
    }

    /// <summary>Counts the rows of seals, and compares what the kinds of them add up to.</summary>
    /// <returns>For each seal with rows their number, and <c>true</c> if its kinds have the same records; otherwise,
    /// <c>false</c>.</returns>
    public async Task<IReadOnlyDictionary<string, (long Rows, bool IsWhole)>> CountAsync(
        IEnumerable<Seal> seals,
        CancellationToken cancellationToken
    )
    {
        var all = seals.ToList();
        var condition =
            $"bucket BETWEEN {all.Min(static seal => seal.Day)} AND {all.Max(static seal => seal.Day)} AND {SqlText.In("seal", all.Select(static seal => seal.Number))}";
        var tables = database.Tables;
        var rows = await database
            .ReadAsync(
                $"SELECT toString(seal) AS number, toInt64(sum(rows)), toUInt8(uniqExact(kind) = {Kinds} AND uniqExact(records) = 1) FROM ("
                    + $"SELECT seal, kind, count() AS rows, sum(count) AS records FROM {tables.Rollups} WHERE {condition} GROUP BY seal, kind"
                    + $" UNION ALL SELECT seal, kind, count(), sum(count) FROM {tables.Users} WHERE {condition} GROUP BY seal, kind) GROUP BY number",
                static reader =>
                    (Number: reader.GetString(0), Rows: reader.GetInt64(1), IsWhole: reader.GetByte(2) != 0),
                cancellationToken
            )
            .ConfigureAwait(false);
        return rows.ToDictionary(
            static row => row.Number,
            static row => (row.Rows, row.IsWhole),
            StringComparer.Ordinal
        );
    }

    public void Forget()
    {
        lock (_gate)
        {
            _hours = ImmutableSortedDictionary<int, long>.Empty;
            _readTo = 0;
            _whole = [];
            _last = null;
        }
    }

    /// <summary>Gets the newest whole seal of each day. One with fewer rows than were committed does not count: they have
    /// not arrived, or were deleted with a user that they had.</summary>
    private async Task<IReadOnlyDictionary<int, Seal>> NewestAsync(
        List<Seal> seals,
        long erasedAt,
        CancellationToken cancellationToken
    )
    {
        var whole = WholeSince(erasedAt);
        while (true)
        {
            var newest = new Dictionary<int, Seal>();
            foreach (var seal in seals)
            {
                if (!newest.TryGetValue(seal.Day, out var other) || seal.IsNewerThan(other))
                    newest[seal.Day] = seal;
            }

            var unknown = newest.Values.Where(seal => !whole.Contains(seal.Number)).ToList();
            if (unknown.Count == 0)
                return newest;
            var counts = await CountAsync(unknown, cancellationToken).ConfigureAwait(false);
            var found = unknown.FindAll(seal => counts.GetValueOrDefault(seal.Number).Rows == seal.Rows);
            whole = whole.Union(found.Select(static seal => seal.Number));
            Remember(whole, erasedAt);
            var cut = unknown.Except(found).Select(static seal => seal.Number).ToHashSet(StringComparer.Ordinal);
            seals = seals.FindAll(seal => !cut.Contains(seal.Number));
        }
    }

    private ImmutableHashSet<string> WholeSince(long erasedAt)
    {
        lock (_gate)
        {
            if (erasedAt > _wholeSince)
                (_whole, _wholeSince) = ([], erasedAt);
            return erasedAt == _wholeSince ? _whole : [];
        }
    }

    private void Remember(ImmutableHashSet<string> whole, long erasedAt)
    {
        lock (_gate)
        {
            if (erasedAt == _wholeSince)
                _whole = whole;
        }
    }

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
        IEnumerable<Row> marks,
        long now
    )
    {
        var hours = known.ToBuilder();
        foreach (var mark in marks)
        {
            if (!hours.TryGetValue(mark.Number, out var before) || before < mark.At)
                hours[mark.Number] = mark.At;
        }

        var learned = hours.ToImmutable();
        lock (_gate)
        {
            // Of two reads at once either result is right, because the next one reads the overlap again.
            (_hours, _readTo) = (learned, Math.Max(_readTo, now));
        }

        return learned;
    }

    private readonly record struct Row(
        StateKind Kind,
        int Number,
        string Name,
        long At,
        string Value,
        long Rows,
        long CommittedAt,
        long Now
    )
    {
        public const string Columns =
            "kind, number, name, at, value, rows, committed_at, toUnixTimestamp64Micro(now64(6)) AS now";

        public static Row Of(ClickHouseDataReader reader) =>
            new(
                (StateKind)reader.GetByte(0),
                reader.GetInt32(1),
                reader.GetString(2),
                reader.GetInt64(3),
                reader.GetString(4),
                reader.GetInt64(5),
                reader.GetInt64(6),
                reader.GetInt64(7)
            );

        public Seal ToSeal() => new(Number, Name, At, CommittedAt, Rows, Value);
    }
}
