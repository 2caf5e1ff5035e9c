namespace GigaChat.Usage.EntityFrameworkCore;

internal sealed partial class UsagePlan
{
    /// <summary>The key of the tag that the query groups or filters by; null when there is none.</summary>
    private string? TagKey => grouping.TagKey ?? filter.Tags?.Keys.First();

    /// <summary>
    /// Gets the tables that a level is read from. By the values of a tag, the records without it are what remains of
    /// all records after those with the tag are subtracted.
    /// </summary>
    private RowSource[] Sources(UsageLevel level, SqlText? tagKey)
    {
        var isGrouped = grouping.TagKey is not null;
        var dialect = session.Dialect;
        if (level == UsageLevel.Records)
            return
            [
                new(
                    level,
                    session.Tables.Records,
                    TagValue: isGrouped
                        ? (SqlText)$"COALESCE({dialect.TagValueOf($"r.tags", tagKey!.Value)}, '')"
                        : null
                ),
            ];
        if (family is not { IsByTag: true })
            return [new(level, session.Tables.Rollups, (short)family!.At(level))];

        var kinds = TagRollupKinds.At(level);
        var values = Tag((family.HasOperation ? kinds.Value : kinds.Summary)!.Value, $"r.tag_value");
        var others = Tag(kinds.Others, dialect.Constant(UsageTags.Others));
        if (filter.Tags is not null)
            return stored.Others is null ? [values] : [values, others];
        return
        [
            values,
            others,
            new(level, session.Tables.Rollups, (short)family.At(level), dialect.Constant("")),
            Tag(kinds.Key, dialect.Constant("")) with
            {
                Sign = -1,
            },
        ];

        RowSource Tag(TagRollupKind kind, SqlText value) =>
            new(level, session.Tables.TagRollups, (short)kind, isGrouped ? value : null, tagKey);
    }

    private void AddTag(UsageSql sql, RowSource source)
    {
        if (source.TagKey is not { } key)
            return;
        sql.Add($" AND r.tag_key = {key}");
        if (filter.Tags is { } tags && !IsOthers(source))
            sql.Add($" AND r.tag_value = {tags.Values.Single()}");
    }

    private static bool IsOthers(RowSource source) =>
        source.Kind is { } kind && (TagRollupKind)kind == TagRollupKinds.At(source.Level).Others;
}
