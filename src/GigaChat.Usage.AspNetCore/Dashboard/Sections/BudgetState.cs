using GigaChat.Usage.Recording;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The use of the budgets, the fullest first. Empty where there are none.</summary>
internal sealed record BudgetState(IReadOnlyList<BudgetStatus> Budgets) : SectionData
{
    private const int Most = 20;
    private const int MostInCard = 3;

    private IEnumerable<BudgetStatus> Fullest =>
        Budgets.OrderByDescending(ShareOf).ThenBy(static status => status.Budget.Name, StringComparer.Ordinal);

    /// <summary>Gets the budgets of all calls, or of the page's key, over a period of the calendar.</summary>
    public IEnumerable<BudgetStatus> OfPeriod(BudgetPeriod period) =>
        Fullest.Where(status => status.Budget.Period == period && status.Budget.Window is null).Take(MostInCard);

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new BudgetState(
            questions.Money.Budgets is { Budgets.Count: > 0 } budgets
                ?
                [
                    .. (await budgets.GetStatusAsync(cancellationToken).ConfigureAwait(false)).Where(status =>
                        !questions.Selection.IsFiltered || IsOf(status, questions.Selection.Filter)
                    ),
                ]
                : []
        );

    /// <summary>Gets <c>true</c> if a budget is that of a filtered page; otherwise, <c>false</c>.</summary>
    private static bool IsOf(BudgetStatus status, UsageFilter filter) =>
        status.Key is not null
        && string.Equals(
            status.Key,
            status.Budget.Scope switch
            {
                BudgetScope.User => filter.UserId,
                BudgetScope.AccessToken => filter.AccessToken,
                BudgetScope.AccessTokenType => filter.AccessTokenType,
                BudgetScope.Platform => filter.Platform,
                _ => null,
            },
            StringComparison.Ordinal
        );

    public override Html Draw(Section section, PageView view) =>
        Budgets.Count == 0 ? Html.Empty : base.Draw(section, view);

    public override DataTable Table(PageView view) =>
        new(
            view.Text.BudgetsTitle,
            [
                new("budget", view.Text.BudgetColumn, CellKind.Text),
                new("whose", view.Text.WhoseColumn, CellKind.Text),
                new("period", view.Text.Period, CellKind.Text) { IsMinor = true },
                new("limit", view.Text.LimitColumn, CellKind.Text) { IsMinor = true, IsNumber = true },
                new("used", view.Text.UsedColumn, CellKind.Text) { IsNumber = true },
                new("reserved", view.Text.ReservedColumn, CellKind.Text) { IsMinor = true, IsNumber = true },
                new("share", view.Text.ShareColumn, CellKind.Share),
                new("renewed", view.Text.RenewedColumn, CellKind.Moment) { IsMinor = true },
            ],
            [.. Fullest.Take(Most).Select(status => Row(status, view))]
        )
        {
            Note = Budgets.Count > Most ? view.Text.MoreBudgets(Budgets.Count - Most) : null,
        };

    public override DataTable ExportTable(PageView view) =>
        new(
            view.Text.BudgetsTitle,
            [
                new("budget", view.Text.BudgetColumn, CellKind.Text),
                new("whose", view.Text.WhoseColumn, CellKind.Text),
                new("period", view.Text.Period, CellKind.Text),
                new("windowSeconds", view.Text.WindowColumn, CellKind.Duration),
                new("unit", view.Text.UnitColumn, CellKind.Text),
                new("limit", view.Text.LimitColumn, CellKind.Amount),
                new("used", view.Text.UsedColumn, CellKind.Amount),
                new("reserved", view.Text.ReservedColumn, CellKind.Amount),
                new("share", view.Text.ShareColumn, CellKind.Share),
                new("renewed", view.Text.RenewedColumn, CellKind.Moment),
            ],
            [.. Fullest.Select(ExportRow)]
        );

    private static DataRow ExportRow(BudgetStatus status)
    {
        var budget = status.Budget;
        return new DataRow(
            budget.Name,
            status.Key,
            budget.Period.ToString(),
            budget.Window,
            ExportAmount.Unit(budget.IsInRubles),
            ExportAmount.Of(status.Limit, budget.IsInRubles),
            ExportAmount.Of(status.Used, budget.IsInRubles),
            ExportAmount.Of(status.Reserved, budget.IsInRubles),
            ShareOf(status),
            status.PeriodEnd
        );
    }

    private static DataRow Row(BudgetStatus status, PageView view)
    {
        return new DataRow(
            status.Budget.Name,
            status.Key ?? view.Text.Everyone,
            view.Text.BudgetPeriodName(status.Budget),
            Amount(status.Limit),
            Amount(status.Used),
            Amount(status.Reserved),
            ShareOf(status),
            status.PeriodEnd
        );

        string Amount(decimal amount) =>
            status.Budget.IsInRubles ? view.Format.Rubles(amount) : view.Text.Tokens((long)amount);
    }

    public static double ShareOf(BudgetStatus status) => status.Limit == 0 ? 1 : (double)(status.Used / status.Limit);
}
