namespace GigaChat.Usage.AspNetCore;

/// <summary>How far the budgets are used, the fullest first. Nothing where none are set.</summary>
internal sealed record BudgetState(IReadOnlyList<BudgetStatus> Budgets) : SectionData
{
    private const int Most = 20;

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken ct) =>
        new BudgetState(questions.Money.Budgets is { Budgets.Count: > 0 } budgets ? await budgets.GetStatusAsync(ct) : []);

    public override Html Draw(Section section, PageView view) => Budgets.Count == 0 ? Html.Empty : base.Draw(section, view);

    public override DataTable Table(PageView view) => new(
        view.Text.BudgetsTitle,
        [
            new("budget", view.Text.BudgetColumn, CellKind.Text),
            new("whose", view.Text.WhoseColumn, CellKind.Text),
            new("period", view.Text.Period, CellKind.Text) { IsMinor = true },
            new("limit", view.Text.LimitColumn, CellKind.Text) { IsMinor = true },
            new("used", view.Text.UsedColumn, CellKind.Text),
            new("reserved", view.Text.ReservedColumn, CellKind.Text) { IsMinor = true },
            new("share", view.Text.ShareColumn, CellKind.Share),
            new("renewed", view.Text.RenewedColumn, CellKind.Moment) { IsMinor = true },
        ],
        [.. Budgets.OrderByDescending(ShareOf).ThenBy(static status => status.Budget.Name, StringComparer.Ordinal).Take(Most).Select(status => Row(status, view))])
    {
        Note = Budgets.Count > Most ? view.Text.MoreBudgets(Budgets.Count - Most) : null,
    };

    private static DataRow Row(BudgetStatus status, PageView view)
    {
        return new DataRow(
            status.Budget.Name, status.Key ?? view.Text.Everyone, view.Text.BudgetPeriodName(status.Budget), Amount(status.Limit), Amount(status.Used), Amount(status.Reserved), ShareOf(status), status.PeriodEnd);

        string Amount(decimal amount) => status.Budget.IsInRubles ? view.Format.Rubles(amount) : view.Text.Tokens((long)amount);
    }

    private static double ShareOf(BudgetStatus status) => status.Limit == 0 ? 1 : (double)(status.Used / status.Limit);
}
