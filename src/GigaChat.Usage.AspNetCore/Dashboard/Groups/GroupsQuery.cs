using System.Globalization;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The parameters of a list of groups.</summary>
internal sealed record GroupsQuery
{
    public const string DefaultPeriod = OverviewQuery.DefaultPeriod;

    private const int MostPages = 100_000;

    public Selection Selection { get; init; } = Selection.Of(DefaultPeriod);

    public Dimension By { get; init; } = Dimension.User;

    /// <summary>The second dimension; null for one.</summary>
    public Dimension? Then { get; init; }

    /// <summary>The column of the order; null for the order of the dimension.</summary>
    public string? Sort { get; init; }

    public bool IsAscending { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>The hour of the day that hours are limited to; null for all.</summary>
    public int? At { get; init; }

    /// <summary>
    /// The number of rows with the most tokens that are left out: the list of a row for the others. Calls without a user
    /// are never among the first users.
    /// </summary>
    public int Beyond { get; init; }

    public static GroupsQuery Read(QueryReader query)
    {
        var (by, then) = (Read(query, "group") ?? Dimension.User, Read(query, "then"));
        if (by.TagKey is not null && then?.TagKey is not null && then != by)
            throw new BadQueryException("then", static text => text.OneTag);
        string[] sorts = [.. GroupOrder.Keys, .. GroupOrder.Keys.Select(static key => "-" + key)];
        var sort = query.Choice("sort", sorts);
        return new GroupsQuery
        {
            Selection = Selection.Read(query, DefaultPeriod),
            By = by,
            Then = then == by ? null : then,
            Sort = sort?.TrimStart('-'),
            IsAscending = sort is not null && sort[0] != '-',
            Page = query.Number("page", 1, MostPages) ?? 1,
            At = query.Number("at", 0, 23),
            Beyond = query.Number("beyond", 1, MostPages) ?? 0,
        };
    }

    public IEnumerable<(string Name, string? Value)> Parameters() =>
        [
            ("group", By == Dimension.User ? null : By.Id),
            ("then", Then?.Id),
            .. Selection.Parameters(DefaultPeriod),
            ("at", At?.ToString(CultureInfo.InvariantCulture)),
            ("beyond", Beyond == 0 ? null : Beyond.ToString(CultureInfo.InvariantCulture)),
            (
                "sort",
                Sort is null ? null
                : IsAscending ? Sort
                : "-" + Sort
            ),
            ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
        ];

    private static Dimension? Read(QueryReader query, string name)
    {
        if (query.Tag(name) is { } tag)
            return tag;
        var id = query.Choice(name, [.. Dimension.All.Select(static one => one.Id)]);
        return Dimension.All.FirstOrDefault(one => string.Equals(one.Id, id, StringComparison.Ordinal));
    }
}
