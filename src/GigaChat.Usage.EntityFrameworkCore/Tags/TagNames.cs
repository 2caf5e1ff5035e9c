using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Decides which keys and values of tags get sums of their own: the first ones of each day, up to the limits, so that
/// an id used as a tag cannot make the rollups as large as the records.
/// </summary>
/// <remarks>
/// The names of a day are read from the rollups whenever a batch has one that this process has not seen. Processes that
/// write at the same moment can each admit a name, so that a day may have a few more than the limit. A day that was
/// full once stays full. Stale names, such as those of a transaction that was rolled back, only take up room.
/// </remarks>
internal sealed class TagNames(TagLimits limits, ILogger logger)
{
    private const int MostNames = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Names> _keys = [];
    private readonly Dictionary<(long Day, string Key), Names> _values = [];

    /// <summary>Admits what has room of the names of a batch.</summary>
    public async Task<TagAdmission> AdmitAsync(UsageSession session, IEnumerable<TagName> names)
    {
        var batch = names.ToList();
        var admission = new TagAdmission();
        lock (_gate)
        {
            if (_values.Values.Sum(static values => values.Admitted.Count) > MostNames)
            {
                _keys.Clear();
                _values.Clear();
            }
        }

        foreach (var day in batch.GroupBy(static name => name.Day))
        {
            string[] keys = [.. day.Select(static name => name.Key).Distinct().Order(StringComparer.Ordinal)];
            var ofDay = Of(_keys, day.Key);
            await AdmitAsync(session, ofDay, keys, limits.KeysPerDay, TagRollupKind.DayTagKey, day.Key, key: null)
                .ConfigureAwait(false);
            foreach (var key in keys.Where(key => IsAdmitted(ofDay, key)))
            {
                admission.Add(day.Key, key);
                string[] values =
                [
                    .. day.Where(name => string.Equals(name.Key, key, StringComparison.Ordinal))
                        .Select(static name => name.Value),
                ];
                var ofKey = Of(_values, (day.Key, key));
                await AdmitAsync(session, ofKey, values, limits.ValuesPerDay, TagRollupKind.DayTagValue, day.Key, key)
                    .ConfigureAwait(false);
                foreach (var value in values.Where(value => IsAdmitted(ofKey, value)))
                    admission.Add(new TagName(day.Key, key, value));
            }
        }

        return admission;
    }

    public void Clear()
    {
        lock (_gate)
        {
            _keys.Clear();
            _values.Clear();
        }
    }

    private async Task AdmitAsync(
        UsageSession session,
        Names names,
        string[] wanted,
        int limit,
        TagRollupKind kind,
        long day,
        string? key
    )
    {
        if (!IsUnknown(names, wanted))
            return;
        var stored = await ReadAsync(session, kind, day, key).ConfigureAwait(false);
        var isFull = await IsFullAsync(session, day, key ?? "").ConfigureAwait(false);
        lock (_gate)
        {
            names.Admitted.UnionWith(stored);
            foreach (var name in wanted)
            {
                if (names.Admitted.Contains(name))
                    continue;
                if (isFull || names.Admitted.Count >= limit)
                    names.IsFull = true;
                else
                    names.Admitted.Add(name);
            }

            if (!names.IsFull)
                return;
        }

        var date = DateOnly.FromDateTime(UnixMicroseconds.ToUtcDateTime(day));
        if (key is null)
            Log.TooManyTagKeys(logger, date, limit);
        else
            Log.TooManyTagValues(logger, key, date, limit);
    }

    private bool IsUnknown(Names names, string[] wanted)
    {
        lock (_gate)
            return !names.IsFull && Array.Exists(wanted, name => !names.Admitted.Contains(name));
    }

    private bool IsAdmitted(Names names, string name)
    {
        lock (_gate)
            return names.Admitted.Contains(name);
    }

    private Names Of<TKey>(Dictionary<TKey, Names> all, TKey key)
        where TKey : notnull
    {
        lock (_gate)
        {
            if (!all.TryGetValue(key, out var names))
                all.Add(key, names = new Names());
            return names;
        }
    }

    private static Task<List<string>> ReadAsync(UsageSession session, TagRollupKind kind, long day, string? key)
    {
        var name = key is null ? (SqlText)$"tag_key" : $"tag_value";
        var sql = session.Sql();
        sql.Add(
            $"SELECT DISTINCT {name} FROM {session.Tables.TagRollups} WHERE kind = {SqlText.Number((short)kind)} AND bucket = {sql.Time(day)}"
        );
        if (key is not null)
            sql.Add($" AND tag_key = {key}");
        return session.ReadAsync(sql, static reader => reader.GetString(0));
    }

    private static async Task<bool> IsFullAsync(UsageSession session, long day, string key)
    {
        var sql = session.Sql();
        sql.Add(
            $"SELECT EXISTS (SELECT 1 FROM {session.Tables.TagRollups} WHERE kind = {SqlText.Number((short)TagRollupKind.DayTagOthers)} AND bucket = {sql.Time(day)} AND tag_key = {key})"
        );
        return (await session.ReadAsync(sql, static reader => reader.GetBoolean(0)).ConfigureAwait(false))[0];
    }

    private sealed class Names
    {
        public HashSet<string> Admitted { get; } = new(StringComparer.Ordinal);

        /// <summary><c>true</c> if a name of the day had no room; otherwise, <c>false</c>.</summary>
        public bool IsFull { get; set; }
    }
}
