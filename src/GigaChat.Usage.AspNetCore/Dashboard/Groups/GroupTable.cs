namespace GigaChat.Usage.AspNetCore;

/// <summary>Groups as a table: of a page, or of a file with every row.</summary>
/// <param name="Query">The grouping, the records and the order.</param>
/// <param name="Rows">All rows, in the order of the query.</param>
internal sealed record GroupTable(GroupsQuery Query, IReadOnlyList<GroupRow> Rows)
{
    public const int PageSize = 100;

    public Spend All { get; } = Spend.Sum(Rows.Select(static row => row.Spend));

    public int Pages => Math.Max(1, (Rows.Count + PageSize - 1) / PageSize);

    /// <summary><c>true</c> if a row is the sum of the values beyond the daily limit of the store; otherwise,
    /// <c>false</c>.</summary>
    public bool HasOthers =>
        Rows.Any(row => Dimension.IsOthers(Query.By, row.Key) || Dimension.IsOthers(Query.Then, row.Then));

    public static async Task<GroupTable> LoadAsync(
        UsageQuestions questions,
        GroupsQuery query,
        CancellationToken cancellationToken
    )
    {
        var dimensions = query.By.By | (query.Then?.By ?? UsageDimensions.None);
        var groups = await questions
            .PricedAsync(questions.PeriodFilter, dimensions, cancellationToken, query.By.TagKey ?? query.Then?.TagKey)
            .ConfigureAwait(false);
        var found = query.At is { } hour
            ? groups.Where(group =>
                group.Usage.Hour is not { } at || TimeZoneInfo.ConvertTime(at, questions.TimeZone).Hour == hour
            )
            : groups;
        var rows = GroupRow.Of(found, query.By, query.Then, questions.TimeZone);
        return new GroupTable(query, GroupOrder.Sorted(GroupOrder.Beyond(rows, query), query));
    }

    /// <summary>Gets the rows of the query's page.</summary>
    public DataTable Table(PageView view) =>
        new(
            view.Text.GroupsTitle,
            Columns(view, isFile: false),
            [.. Shown.Select(row => Row(row, view, isFile: false))]
        )
        {
            Total = TotalOf(view),
            Note = SpendTable.LowerBound(All, view),
        };

    public DataTable ExportTable(PageView view) =>
        new(view.Text.GroupsTitle, Columns(view, isFile: true), [.. Rows.Select(row => Row(row, view, isFile: true))]);

    private IEnumerable<GroupRow> Shown => Rows.Skip((Query.Page - 1) * PageSize).Take(PageSize);

    private IReadOnlyList<DataColumn> Columns(PageView view, bool isFile) =>
        [
            .. Names(Query.By, view, isFile, GroupOrder.Name),
            .. Query.Then is { } then ? Names(then, view, isFile, GroupOrder.Then) : [],
            new("requests", view.Text.RequestsColumn, CellKind.Count) { Sort = GroupOrder.Requests },
            new("tokens", view.Text.TokensColumn, CellKind.Count) { Sort = GroupOrder.Tokens },
            new("estimatedTokens", view.Text.EstimatedColumn, CellKind.Count)
            {
                IsMinor = true,
                Sort = GroupOrder.Estimated,
            },
            new("share", view.Text.TokenShareColumn, CellKind.Share) { IsMinor = true },
            new("rubles", view.Text.CostColumn, CellKind.Rubles) { Sort = GroupOrder.Rubles },
            new("rublesShare", view.Text.RublesShareColumn, CellKind.Share),
        ];

    private static IEnumerable<DataColumn> Names(Dimension by, PageView view, bool isFile, string sort)
    {
        if (by == Dimension.User && isFile)
            yield return new("userName", view.Text.UserColumn, CellKind.Text);
        yield return new(
            by.Column,
            by == Dimension.User && isFile ? view.Text.UserIdColumn : by.Title(view.Text),
            CellKind.Text
        )
        {
            Sort = sort,
        };
    }

    private DataRow Row(GroupRow row, PageView view, bool isFile)
    {
        var records = Records(row, view);
        return new DataRow([
            .. Names(Query.By, row.Key, row, view, isFile),
            .. Query.Then is { } then ? Names(then, row.Then, row, view, isFile) : [],
            .. Figures(row.Spend),
        ])
        {
            Href = Query.By.Narrow(view.Selection, row.Key, view.Today) is { } own
                ? view.Links.Overview(view.Query with { Selection = own })
                : null,
            Records = records,
        };
    }

    private static IEnumerable<object?> Names(Dimension by, string? key, GroupRow row, PageView view, bool isFile)
    {
        if (by != Dimension.User)
            return [new NamedKey(key, by.NameOf(view, key))];
        return isFile
            ? [new NamedKey(row.UserName, row.UserName ?? key ?? view.Text.NoUser), key]
            : [new NamedKey(key, row.UserName ?? key ?? view.Text.NoUser)];
    }

    /// <summary>The address of the row's records; of its hours for an hour of the day, which no list selects.</summary>
    private string? Records(GroupRow row, PageView view)
    {
        if (Query is { Then: null } && Query.By == Dimension.HourOfDay && row.Key is { } hour)
            return view.Links.Groups(
                new GroupsQuery
                {
                    Selection = view.Selection,
                    By = Dimension.Hour,
                    At = int.Parse(hour, System.Globalization.CultureInfo.InvariantCulture),
                }
            );
        var selection = Query.By.Narrow(view.Selection, row.Key, view.Today);
        if (selection is not null && Query.Then is { } then)
            selection = then.Narrow(selection, row.Then, view.Today);
        return selection is null ? null : view.Links.Records(RecordsQuery.Of(selection));
    }

    private DataRow TotalOf(PageView view) =>
        new([view.Text.TotalRow, .. Query.Then is null ? (object?[])[] : [""], .. Figures(All)])
        {
            Records = Query is { At: null, Beyond: 0 } ? view.Links.Records(RecordsQuery.Of(view.Selection)) : null,
        };

    private IEnumerable<object?> Figures(Spend spend) =>
        [
            spend.Count,
            spend.Tokens,
            spend.EstimatedTokens,
            Ratio.Of(spend.Tokens, All.Tokens),
            spend.KnownRubles,
            Ratio.Of(spend.Rubles, All.Rubles),
        ];
}
