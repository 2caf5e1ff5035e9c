namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// Replaces days for which the rollups by tag are not exact by their records: days on which the key, or with a
/// filter by value any value of it, was beyond the limit. Days with deleted records stay.
/// </summary>
internal static class TagDays
{
    public static async Task<UsageStored> ReadAsync(
        UsageStored stored,
        UsageSession session,
        UsageFilter filter,
        UsageGrouping grouping
    )
    {
        var others = await TagOthers.PlanAsync(session, filter, stored).ConfigureAwait(false);
        stored = stored with
        {
            Others = others,
            HasTagIndex =
                filter.Tags is not null
                && others is null
                && await session.Dialect.HasTagIndexAsync(session).ConfigureAwait(false),
        };
        if (stored.Extent is null || stored.FamilyFor(filter, grouping) is not { IsByTag: true })
            return stored;
        var (from, to) = stored.Extent.Clip(filter);
        return stored with
        {
            InexactTagDays = await ReadAsync(
                    session,
                    Math.Max(stored.State.FirstDay, from - (2 * UnixMicroseconds.Day)),
                    to + (2 * UnixMicroseconds.Day),
                    grouping.TagKey ?? filter.Tags!.Keys.Single(),
                    byValue: filter.Tags is not null && others is null
                )
                .ConfigureAwait(false),
        };
    }

    /// <summary>Replaces those days in the parts of a period.</summary>
    public static List<UsageSpan> Split(UsageStored stored, List<UsageSpan> spans) =>
        stored.InexactTagDays.Count == 0
            ? spans
            : [.. spans.SelectMany(span => Split(stored.State, span, stored.InexactTagDays))];

    private static async Task<SortedSet<long>> ReadAsync(
        UsageSession session,
        long from,
        long to,
        string key,
        bool byValue
    )
    {
        if (from >= to)
            return [];
        var sql = session.Sql();
        var (table, text) = (session.Tables.TagRollups, sql.Value(key));
        sql.Add(
            $"SELECT o.bucket FROM {table} o WHERE o.kind = {SqlText.Number((short)TagRollupKind.DayTagOthers)} AND o.bucket >= {sql.Time(from)} AND o.bucket < {sql.Time(to)}"
        );
        SqlText missing =
            $"(o.tag_key = '' AND NOT EXISTS (SELECT 1 FROM {table} k WHERE k.kind = {SqlText.Number((short)TagRollupKind.DayTagKey)} AND k.bucket = o.bucket AND k.tag_key = {text}))";
        sql.Append(byValue ? (SqlText)$" AND (o.tag_key = {text} OR {missing})" : $" AND {missing}");
        sql.Add($" GROUP BY o.bucket");
        return [.. await session.ReadAsync(sql, reader => session.Dialect.ReadTime(reader, 0)).ConfigureAwait(false)];
    }

    private static IEnumerable<UsageSpan> Split(RollupState state, UsageSpan span, SortedSet<long> inexact)
    {
        if (span.Level == UsageLevel.Hour)
        {
            foreach (var part in SplitHours(state, span, inexact))
                yield return part;
            yield break;
        }

        if (span.Level == UsageLevel.Records || inexact.GetViewBetween(span.From, span.To - 1).Count == 0)
        {
            yield return span;
            yield break;
        }

        if (span.Level == UsageLevel.Week && span.To - span.From > UnixMicroseconds.Week)
        {
            for (var week = span.From; week < span.To; week += UnixMicroseconds.Week)
            {
                foreach (
                    var part in Split(state, span with { From = week, To = week + UnixMicroseconds.Week }, inexact)
                )
                    yield return part;
            }

            yield break;
        }

        var days = new LocalDays(state.Zone!);
        for (var day = span.From; day < span.To; day += UnixMicroseconds.Day)
        {
            if (!inexact.Contains(day))
            {
                yield return new UsageSpan(UsageLevel.Day, day, day + UnixMicroseconds.Day, span.Day);
                continue;
            }

            foreach (
                var (from, to, label) in days.Stretches(
                    day - (2 * UnixMicroseconds.Day),
                    day + (3 * UnixMicroseconds.Day)
                )
            )
            {
                if (label == day)
                    yield return new UsageSpan(UsageLevel.Records, from, to, span.Day ?? day);
            }
        }
    }

    /// <summary>
    /// Replaces the hours of these days, also those with a part of the day before or after. None has deleted records:
    /// these end with an hour.
    /// </summary>
    private static IEnumerable<UsageSpan> SplitHours(RollupState state, UsageSpan span, SortedSet<long> inexact)
    {
        var days = new LocalDays(state.Zone!);
        UsageSpan? open = null;
        for (var hour = span.From; hour < span.To; hour += UnixMicroseconds.Hour)
        {
            var next = hour + UnixMicroseconds.Hour;
            var isInexact = inexact.Contains(days.DayOf(hour)) || inexact.Contains(days.DayOf(next - 1));
            var level = isInexact ? UsageLevel.Records : UsageLevel.Hour;
            if (open is { } before && before.Level == level)
            {
                open = before with { To = next };
                continue;
            }

            if (open is { } ended)
                yield return ended;
            open = span with { Level = level, From = hour, To = next };
        }

        if (open is { } last)
            yield return last;
    }
}
