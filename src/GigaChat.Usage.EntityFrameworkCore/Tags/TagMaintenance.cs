using System.Data.Common;
using System.Runtime.InteropServices;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>Rebuilds and checks the rollups by tag, from the same pages of records as the other rollups.</summary>
internal static class TagMaintenance
{
    public static async Task DeleteAsync(UsageSession session, RollupState state)
    {
        foreach (var level in TagRollupKinds.All)
        {
            var sql = session.Sql();
            sql.Add(
                $"DELETE FROM {session.Tables.TagRollups} WHERE kind IN ({SqlText.List(level.Kinds.Select(static kind => SqlText.Number((short)kind)))})"
            );
            if (state.First(level.Level) is > long.MinValue and var from)
                sql.Add($" AND bucket >= {sql.Time(from)}");
            await session.ExecuteAsync(sql).ConfigureAwait(false);
        }
    }

    /// <summary>Writes additions, those to rollups with deleted records excepted, and clears them.</summary>
    public static async Task AddAsync(UsageSession session, TagDeltas deltas, TagNames names, RollupState? state = null)
    {
        if (deltas.Count == 0)
            return;
        var admitted = await names.AdmitAsync(session, deltas.Names).ConfigureAwait(false);
        var additions = deltas.Sorted(admitted);
        if (state is not null)
            additions.RemoveAll(addition => !addition.Key.IsCovered(state));
        deltas.Clear();
        if (additions.Count > 0)
            await session.Dialect.AddToTagRollupsAsync(session, additions).ConfigureAwait(false);
    }

    /// <summary>
    /// Compares the rollups of a range with the sums of its records. Where a day has others, only the sum of its key is
    /// compared, or of all keys: which values have rows of their own depends on the order in which they were written.
    /// There the summaries of values are compared with the values.
    /// </summary>
    public static async Task CheckAsync(
        UsageSession session,
        RollupState state,
        RollupRange range,
        TagDeltas records,
        Action<UsageRollupDifference> report
    )
    {
        var stored = new Dictionary<TagRollupKey, RollupSums>();
        foreach (var kind in TagRollupKinds.All.SelectMany(static level => level.Kinds))
        {
            var sql = session.Sql();
            sql.Add($"SELECT {TagColumns.Keys}, {SumColumns.List} FROM {session.Tables.TagRollups}");
            range.AddCondition(sql, (short)kind, isHour: TagRollupKinds.Of(kind).Level == UsageLevel.Hour);
            await session
                .ReadAsync(sql, reader =>
                {
                    var (key, sums) = Read(reader, session.Dialect);
                    if (key.IsCovered(state))
                        stored[key] = sums;
                })
                .ConfigureAwait(false);
        }

        var others = stored
            .Keys.Where(static key => key.IsOthers)
            .Select(static key => (key.Level, key.Bucket, key.TagKey))
            .ToHashSet();

        var admitted = new TagAdmission();
        foreach (var name in records.Names)
        {
            admitted.Add(name.Day, name.Key);
            admitted.Add(name);
        }

        var expected = records
            .Sorted(admitted)
            .FindAll(addition => addition.Key.IsCovered(state) && !(addition.Key.IsSummary && HasOthers(addition.Key)));
        expected.AddRange(
            stored
                .Where(row => row.Key.IsValue && HasOthers(row.Key))
                .Select(static row => KeyValuePair.Create(row.Key.ToSummary(), row.Value))
        );
        var (left, right) = (Folded(stored), Folded(expected));
        foreach (var key in left.Keys.Union(right.Keys).Order(Comparer<TagRollupKey>.Create(TagRollupKey.Compare)))
        {
            var (has, wants) = (left.GetValueOrDefault(key) ?? new(), right.GetValueOrDefault(key) ?? new());
            if (has != wants)
                report(
                    new UsageRollupDifference(
                        key.Kind.ToString(),
                        UnixMicroseconds.ToTime(key.Bucket),
                        Group(key, has),
                        Group(key, wants)
                    )
                );
        }

        Dictionary<TagRollupKey, RollupSums> Folded(IEnumerable<KeyValuePair<TagRollupKey, RollupSums>> rows)
        {
            var folded = new Dictionary<TagRollupKey, RollupSums>();
            foreach (var (key, sums) in rows)
            {
                if (Fold(key) is not { } to)
                    continue;
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(folded, to, out _);
                (sum ??= new RollupSums()).Add(sums);
            }

            return folded;
        }

        bool HasOthers(TagRollupKey key) =>
            others.Contains((key.Level, key.Bucket, "")) || others.Contains((key.Level, key.Bucket, key.TagKey));

        TagRollupKey? Fold(TagRollupKey key)
        {
            if (key.IsSummary)
                return key;
            var kind = key.Kinds.Others;
            if (others.Contains((key.Level, key.Bucket, "")))
                return key.IsKey ? null : key with { Kind = kind, TagKey = "", TagValue = "" };
            return !key.IsKey && others.Contains((key.Level, key.Bucket, key.TagKey))
                ? key with
                {
                    Kind = kind,
                    TagValue = "",
                }
                : key;
        }
    }

    private static (TagRollupKey Key, RollupSums Sums) Read(DbDataReader reader, UsageDialect dialect) =>
        (
            new TagRollupKey(
                (TagRollupKind)reader.GetInt16(0),
                dialect.ReadTime(reader, 1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.GetString(5),
                (UsageSource)reader.GetInt16(6),
                reader.GetBoolean(7)
            ),
            SumColumns.Read(reader, 8)
        );

    private static UsageGroup Group(TagRollupKey key, RollupSums sums) =>
        sums.In(
            new UsageGroup
            {
                Operation = key.Operation.Length == 0 ? (UsageOperation?)null : new UsageOperation(key.Operation),
                Model = key.Model.Length == 0 ? null : key.Model,
                Source = key.Source,
                IsBatch = key.IsBatch,
                TagValue =
                    key.TagValue.Length > 0 ? $"{key.TagKey}={key.TagValue}"
                    : key.TagKey.Length > 0 ? key.TagKey
                    : UsageTags.Others,
            }
        );
}
