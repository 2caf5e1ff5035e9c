namespace GigaChat.Usage.AspNetCore;

/// <summary>A statement as a table.</summary>
/// <param name="Query">The parameters.</param>
/// <param name="Now">The time of the figures.</param>
/// <param name="Lines">The lines.</param>
internal sealed record StatementTable(StatementQuery Query, DateTimeOffset Now, IReadOnlyList<StatementLine> Lines)
{
    public StatementLine All { get; } = StatementLine.Sum([.. Lines]);

    public long UnpricedTokens =>
        Lines.Where(static line => line.Price is null).Sum(static line => line.Usage.TotalTokens);

    public static async Task<StatementTable> LoadAsync(
        UsageQuestions questions,
        StatementQuery query,
        CancellationToken cancellationToken
    )
    {
        var groups = await questions
            .PricedAsync(
                questions.PeriodFilter,
                query.By?.By ?? UsageDimensions.None,
                cancellationToken,
                query.By?.TagKey
            )
            .ConfigureAwait(false);
        return new StatementTable(query, questions.Now, StatementLine.Of(groups, query.By, questions.TimeZone));
    }

    /// <summary>Gets the lines; a page has the name of a user alone, a file the name and the id.</summary>
    public DataTable Table(PageView view, bool isFile = false) =>
        new(
            view.Text.StatementTitle,
            [
                .. Query.By is null ? (DataColumn[])[]
                : Query.By == Dimension.User && isFile
                    ?
                    [
                        new("userName", view.Text.UserColumn, CellKind.Text),
                        new("userId", view.Text.UserIdColumn, CellKind.Text),
                    ]
                : [new(Query.By.Column, Query.By.Title(view.Text), CellKind.Text)],
                new("model", view.Text.ModelColumn, CellKind.Text),
                .. isFile
                    ? (DataColumn[])
                        [
                            new("promptRublesPerMillion", view.Text.PromptPrice, CellKind.Rubles),
                            new("completionRublesPerMillion", view.Text.CompletionPrice, CellKind.Rubles),
                        ]
                    : [new("price", view.Text.PerMillion, CellKind.Text) { IsMinor = true, IsNumber = true }],
                .. isFile ? [new("requests", view.Text.RequestsColumn, CellKind.Count)] : (DataColumn[])[],
                new("promptTokens", view.Text.PromptColumn, CellKind.Count),
                new("completionTokens", view.Text.CompletionColumn, CellKind.Count),
                new("tokens", view.Text.TokensColumn, CellKind.Count),
                new("netRubles", view.Text.NetColumn, CellKind.Money),
                .. isFile ? [new("vatPercent", view.Text.VatPercentColumn, CellKind.Percent)] : (DataColumn[])[],
                new("vatRubles", view.Text.VatColumn, CellKind.Money),
                new("rubles", view.Text.GrossColumn, CellKind.Rubles),
                .. isFile
                    ? [new("estimatedRubles", view.Text.EstimatedRublesColumn, CellKind.Money)]
                    : (DataColumn[])[],
            ],
            [.. Lines.Select(line => Row(line, view, isFile))]
        )
        {
            Total = new DataRow([
                view.Text.TotalRow,
                .. Query.By is null ? (object?[])[] : [""],
                .. Figures(All, "", isFile: false),
            ]),
        };

    private DataRow Row(StatementLine line, PageView view, bool isFile)
    {
        IEnumerable<object?> names =
            Query.By is not { } by ? []
            : by != Dimension.User ? [new NamedKey(line.Key, by.NameOf(view, line.Key))]
            : isFile ? [new NamedKey(line.UserName, line.UserName ?? line.Key ?? view.Text.NoUser), line.Key]
            : [new NamedKey(line.Key, line.UserName ?? line.Key ?? view.Text.NoUser)];
        var selection = Query.By is { } own ? own.Narrow(view.Selection, line.Key, view.Today) : view.Selection;
        if (selection is not null)
            selection = Dimension.Model.Narrow(selection, line.Model, view.Today);
        return new DataRow([
            .. names,
            new NamedKey(line.Model, line.Model ?? view.Text.NoModel),
            .. Figures(line, PriceOf(line, view), isFile),
        ])
        {
            Href = selection is null ? null : view.Links.Records(RecordsQuery.Of(selection)),
        };
    }

    private static string PriceOf(StatementLine line, PageView view) =>
        line.Price is { } price
            ? view.Text.PricePair(price.PromptRublesPerMillionTokens, price.CompletionRublesPerMillionTokens)
            : view.Text.PriceMissing;

    private static IEnumerable<object?> Figures(StatementLine line, string price, bool isFile) =>
        [
            .. isFile
                ? (object?[])[line.Price?.PromptRublesPerMillionTokens, line.Price?.CompletionRublesPerMillionTokens]
                : [price],
            .. isFile ? (object?[])[line.Usage.Count] : [],
            line.Usage.PromptTokens,
            line.Usage.CompletionTokens,
            line.Usage.TotalTokens,
            line.Net,
            .. isFile ? (object?[])[line.Price?.VatPercent] : [],
            line.Vat,
            line.Rubles,
            .. isFile ? (object?[])[line.Rubles is null ? null : line.EstimatedRubles] : [],
        ];
}
