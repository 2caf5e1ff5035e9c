namespace GigaChat.Usage.AspNetCore;

/// <summary>The orders of a list of groups. Rows that are equal in it are in the order of their keys, so that pages
/// never repeat one.</summary>
internal static class GroupOrder
{
    public const string Name = "name";
    public const string Then = "then-name";
    public const string Requests = "requests";
    public const string Tokens = "tokens";
    public const string Estimated = "estimated";
    public const string Rubles = "rubles";

    public static IReadOnlyList<string> Keys { get; } = [Name, Then, Requests, Tokens, Estimated, Rubles];

    /// <summary>Gets the order of a query that requests none: times as they passed, others by rubles.</summary>
    public static (string Key, bool IsAscending) Of(GroupsQuery query) =>
        query.Sort is { } sort ? (sort, query.IsAscending)
        : query.By.IsTime ? (Name, true)
        : (Rubles, false);

    /// <summary>Gets the rows without the first ones, which a page shows before its row for the others.</summary>
    public static IEnumerable<GroupRow> Beyond(IReadOnlyList<GroupRow> rows, GroupsQuery query)
    {
        if (query.Beyond == 0)
            return rows;
        var isUser = query.By == Dimension.User;
        return rows.Where(row => isUser && row.Key is null)
            .Concat(
                rows.Where(row => !isUser || row.Key is not null)
                    .OrderByDescending(static row => row.Spend.Tokens)
                    .ThenBy(static row => row.Key, StringComparer.Ordinal)
                    .Skip(query.Beyond)
            );
    }

    public static IReadOnlyList<GroupRow> Sorted(IEnumerable<GroupRow> rows, GroupsQuery query)
    {
        var (key, ascending) = Of(query);
        return key switch
        {
            Name => By(rows, static row => row.UserName ?? row.Key, StringComparer.OrdinalIgnoreCase, ascending),
            Then => By(rows, static row => row.Then, StringComparer.OrdinalIgnoreCase, ascending),
            Requests => By(rows, static row => row.Spend.Count, null, ascending),
            Tokens => By(rows, static row => row.Spend.Tokens, null, ascending),
            Estimated => By(rows, static row => row.Spend.EstimatedTokens, null, ascending),
            _ => By(rows, static row => (row.Spend.Rubles, row.Spend.Tokens), null, ascending),
        };
    }

    private static IReadOnlyList<GroupRow> By<T>(
        IEnumerable<GroupRow> rows,
        Func<GroupRow, T> value,
        IComparer<T>? comparer,
        bool ascending
    ) =>
        [
            .. (ascending ? rows.OrderBy(value, comparer) : rows.OrderByDescending(value, comparer))
                .ThenBy(static row => row.Key, StringComparer.Ordinal)
                .ThenBy(static row => row.Then, StringComparer.Ordinal),
        ];
}
