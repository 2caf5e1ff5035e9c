namespace GigaChat.Usage.AspNetCore;

/// <summary>The last alerts, open ones first, each with a link to the records that show its cause. Empty where the
/// application has no alerts.</summary>
internal sealed record AlertState(IReadOnlyList<UsageAlert> Alerts, bool HasAlerts) : SectionData
{
    private const int Most = 20;
    private const int MostExported = 500;

    public static Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        LoadAsync(questions, Most, cancellationToken);

    public static Task<SectionData> LoadAllAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        LoadAsync(questions, MostExported, cancellationToken);

    public override Html Draw(Section section, PageView view) => HasAlerts ? base.Draw(section, view) : Html.Empty;

    public override DataTable Table(PageView view) =>
        new(
            view.Text.AlertsTitle,
            [
                new("alert", view.Text.AlertColumn, CellKind.Text),
                new("state", view.Text.AlertStateColumn, CellKind.Text),
                new("severity", view.Text.AlertSeverityColumn, CellKind.Text) { IsMinor = true },
                new("opened", view.Text.AlertOpenedColumn, CellKind.Moment) { IsMinor = true },
                new("resolved", view.Text.AlertResolvedColumn, CellKind.Moment) { IsMinor = true },
            ],
            [
                .. Alerts.Select(alert => new DataRow(
                    Title(alert, view),
                    new NamedKey(alert.IsOpen ? "open" : "resolved", view.Text.AlertStateOf(alert)),
                    new NamedKey(alert.Severity.ToString(), view.Text.AlertSeverityOf(alert.Severity)),
                    alert.OpenedAt,
                    alert.ResolvedAt
                )
                {
                    Href = Link(alert, view),
                }),
            ]
        )
        {
            HasSentences = true,
            Note = Alerts.Any(static alert => alert.IsOpen) ? view.Text.AlertsNote : null,
        };

    public override DataTable ExportTable(PageView view) =>
        new(
            view.Text.AlertsTitle,
            [
                new("id", "Id", CellKind.Text),
                new("rule", view.Text.AlertRuleColumn, CellKind.Text),
                new("title", view.Text.AlertColumn, CellKind.Text),
                new("body", view.Text.AlertBodyColumn, CellKind.Text),
                new("state", view.Text.AlertStateColumn, CellKind.Text),
                new("severity", view.Text.AlertSeverityColumn, CellKind.Text),
                new("opened", view.Text.AlertOpenedColumn, CellKind.Moment),
                new("resolved", view.Text.AlertResolvedColumn, CellKind.Moment),
            ],
            [
                .. Alerts.Select(alert => new DataRow(
                    alert.Id.ToString(),
                    alert.Rule,
                    new NamedKey(alert.English.Title, Title(alert, view)),
                    new NamedKey(alert.English.Body, TextOf(alert, view).Body),
                    alert.IsOpen ? "open" : "resolved",
                    alert.Severity.ToString(),
                    alert.OpenedAt,
                    alert.ResolvedAt
                )),
            ]
        );

    private static async Task<SectionData> LoadAsync(
        UsageQuestions questions,
        int count,
        CancellationToken cancellationToken
    ) =>
        questions.Money.Alerts is { } store
            ? new AlertState(await store.ListAsync(count, cancellationToken).ConfigureAwait(false), HasAlerts: true)
            : new AlertState([], HasAlerts: false);

    private static string Title(UsageAlert alert, PageView view) => TextOf(alert, view).Title;

    private static UsageAlertText TextOf(UsageAlert alert, PageView view) =>
        view.Text.IsRussian ? alert.Russian : alert.English;

    /// <summary>Gets the address of the list over the days of the alert's records.</summary>
    private static string? Link(UsageAlert alert, PageView view)
    {
        if (alert.Records is not { } records)
            return null;
        var period = new PeriodChoice(
            null,
            records.From is { } from ? ReportDays.DayOf(from, view.TimeZone) : null,
            records.To is { } to ? ReportDays.DayOf(to.AddTicks(-1), view.TimeZone) : null
        );
        return view.Links.Records(RecordsQuery.Of(new Selection(period, records with { From = null, To = null })));
    }
}
