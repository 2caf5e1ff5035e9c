namespace GigaChat.Usage.AspNetCore;

/// <summary>The resources of the JSON API: the tables of the pages, under their names.</summary>
internal static class ApiResources
{
    private static readonly ApiParameter Sort = new(
        "sort",
        "The column of the order, descending with a minus before it.",
        [.. GroupOrder.Keys, .. GroupOrder.Keys.Select(static key => "-" + key)]
    );

    private static readonly ApiParameter Step = new("step", "The length of a row.", CalendarSteps.Names);

    public static IReadOnlyList<ApiResource> All { get; } =
    [
        OfSection("totals", "The period, the last 7 and 30 days, and all time.", static () =>
            new Totals([], null, null)
        ),
        OfSection(
            "days",
            "The period by day, hour, week, month or year.",
            static () => new DailySpend(CalendarStep.Day, []),
            Step
        ),
        OfForecast(),
        OfSection("hours", "The period by hour of the day.", static () => new HourlySpend(new (long, long)[24])),
        OfSection("operations", "The period by operation.", static () => new OperationSpend([])),
        OfSection("models", "The period by model, with the current prices.", static () => new ModelSpend([])),
        OfSection("packages", "The token packages.", static () => new PackageState([])),
        OfSection("budgets", "The use of the budgets.", static () => new BudgetState([])),
        OfSection("balance", "The provider's balance compared with the records.", static () => new BalanceState(null)),
        Groups(),
        Changes(),
        Quality(),
        Statement(),
        Records(),
    ];

    public static ApiResource? Find(string name) =>
        All.FirstOrDefault(resource => string.Equals(resource.Name, name, StringComparison.Ordinal));

    private static ApiResource OfSection(
        string name,
        string summary,
        Func<SectionData> empty,
        params IEnumerable<ApiParameter> more
    ) =>
        new(
            name,
            summary,
            [.. ApiParameter.OfSelection, .. more, ApiRequest.LimitParameter],
            view => empty().ExportTable(view).Columns,
            (request, cancellationToken) => SectionAsync(Sections.Find(name)!, request, cancellationToken)
        );

    private static ApiResource OfForecast() =>
        new(
            "forecast",
            "The forecast to the end of the month.",
            [ApiRequest.LimitParameter],
            static view => Forecast.ExportColumns(view.Text),
            static (request, cancellationToken) => SectionAsync(Sections.Find("forecast")!, request, cancellationToken)
        );

    private static async Task<ApiPage> SectionAsync(
        Section section,
        ApiRequest request,
        CancellationToken cancellationToken
    )
    {
        var query = OverviewQuery.Read(request.Query);
        var questions = request.Source.Questions(query.Selection, query.By, query.Step);
        var data = await section.LoadAsync(questions, cancellationToken).ConfigureAwait(false);
        return ApiPage.Of(data.ExportTable(request.ViewOf(questions)), request.Limit);
    }

    private static ApiResource Groups() =>
        new(
            "groups",
            "The period by one or two dimensions.",
            [
                ApiParameter.Group(Dimension.All, withTags: true),
                new("then", "The second dimension, or a tag such as tag:tenant."),
                .. ApiParameter.OfSelection,
                Sort,
                new("beyond", "The number of rows with the most tokens to leave out."),
                ApiRequest.LimitParameter,
            ],
            static view => new GroupTable(new GroupsQuery(), []).ExportTable(view).Columns,
            static async (request, cancellationToken) =>
            {
                var query = GroupsQuery.Read(request.Query);
                var questions = request.Source.Questions(query.Selection);
                var groups = await GroupTable.LoadAsync(questions, query, cancellationToken).ConfigureAwait(false);
                return ApiPage.Of(groups.ExportTable(request.ViewOf(questions)), request.Limit);
            }
        );

    private static ApiResource Changes() =>
        new(
            "changes",
            "The difference between the period and the one before it, by a dimension.",
            [
                ApiParameter.Group(ChangesLoad.By, withTags: true),
                new("against", "The days to compare with; the period before by default.", [ChangesQuery.WeekBefore]),
                .. ApiParameter.OfSelection,
                ApiRequest.LimitParameter,
            ],
            static view => ChangeTable.Of(ChangesLoad.By[0], [], view, isFile: true).Columns,
            static async (request, cancellationToken) =>
            {
                var (query, by) = (
                    ChangesQuery.Read(request.Query),
                    request.Query.Group(ChangesLoad.By, withTags: true)
                );
                var questions = request.Source.Questions(query.Selection);
                var rows = query.Before(questions) is { } before
                    ? await ChangesLoad.ByAsync(questions, by, before, cancellationToken).ConfigureAwait(false)
                    : [];
                return ApiPage.Of(ChangeTable.Of(by, rows, request.ViewOf(questions), isFile: true), request.Limit);
            }
        );

    private static ApiResource Quality() =>
        new(
            "quality",
            "How requests ended, and what the cache saved, by a dimension.",
            [ApiParameter.Group(QualityLoad.By), .. ApiParameter.OfSelection, ApiRequest.LimitParameter],
            static view => QualityTable.Of(QualityLoad.By[0], [], QualityRow.Of(null, []), view).Columns,
            static async (request, cancellationToken) =>
            {
                var (query, by) = (QualityQuery.Read(request.Query), request.Query.Group(QualityLoad.By));
                var questions = request.Source.Questions(query.Selection);
                var load = await QualityLoad.LoadAsync(questions, cancellationToken).ConfigureAwait(false);
                var rows = load.Rows.First(rows => rows.By == by).Rows;
                return ApiPage.Of(QualityTable.Of(by, rows, load.All, request.ViewOf(questions)), request.Limit);
            }
        );

    private static ApiResource Statement() =>
        new(
            "statement",
            "The statement of a month: a line a model and price.",
            [
                new("month", "The month, such as 2026-05; the last whole one by default."),
                ApiParameter.Group(StatementQuery.Dimensions, withTags: true),
                ApiRequest.LimitParameter,
            ],
            static view => new StatementTable(StatementQuery.Default, default, []).Table(view, isFile: true).Columns,
            static async (request, cancellationToken) =>
            {
                var query = StatementQuery.Read(request.Query);
                var today = ReportDays.DayOf(request.Source.Time.GetUtcNow(), request.Source.Usage.TimeZone);
                var questions = request.Source.Questions(query.Selection(today));
                var table = await StatementTable.LoadAsync(questions, query, cancellationToken).ConfigureAwait(false);
                return ApiPage.Of(table.Table(request.ViewOf(questions), isFile: true), request.Limit);
            }
        );

    private static ApiResource Records() =>
        new(
            "records",
            "The records, newest first. Pass next as after to get the records that follow.",
            [
                .. ApiParameter.OfSelection,
                new("after", "The cursor next of the page before."),
                ApiRequest.LimitParameter,
            ],
            static view => RecordTable.Columns(view.Text),
            static async (request, cancellationToken) =>
            {
                var query = RecordsQuery.Read(request.Query);
                var questions = request.Source.Questions(query.Selection);
                var view = request.ViewOf(questions);
                var asked = new UsagePage { Size = request.Limit, After = query.After };
                var page = await questions
                    .ListAsync(questions.PeriodFilter, asked, cancellationToken)
                    .ConfigureAwait(false);
                return new ApiPage(
                    RecordTable.Columns(view.Text),
                    [.. page.Items.Select(record => new DataRow(RecordTable.Cells(record, view)))],
                    page.Next?.ToString()
                );
            }
        );
}
