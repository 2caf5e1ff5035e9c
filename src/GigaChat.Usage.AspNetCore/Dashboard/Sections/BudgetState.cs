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

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        if (questions.Money.Budgets is not { Budgets.Count: > 0 } budgets)
            return new BudgetState([]);
        if (!questions.Selection.IsFiltered)
            return new BudgetState(await budgets.GetStatusAsync(cancellationToken).ConfigureAwait(false));

        // The page of a user, a tag, a model has the budgets of these.
        var found = new List<BudgetStatus>();
        foreach (var (scope, key, tagKey) in KeysOf(questions.Selection.Filter))
            found.AddRange(await budgets.GetStatusOfAsync(scope, key, tagKey, cancellationToken).ConfigureAwait(false));
        return new BudgetState(found);
    }

    private static IEnumerable<(BudgetScope Scope, string Key, string? TagKey)> KeysOf(UsageFilter filter)
    {
        (BudgetScope Scope, string? Key, string? TagKey)[] keys =
        [
            (BudgetScope.User, filter.UserId, null),
            (BudgetScope.AccessToken, filter.AccessToken, null),
            (BudgetScope.AccessTokenType, filter.AccessTokenType, null),
            (BudgetScope.Platform, filter.Platform, null),
            (BudgetScope.Model, filter.Model, null),
            .. (filter.Tags ?? UsageTags.Empty).Select(static tag =>
                (BudgetScope.Tag, (string?)tag.Value, (string?)tag.Key)
            ),
        ];
        return keys.Where(static one => one.Key is not null).Select(static one => (one.Scope, one.Key!, one.TagKey));
    }

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
