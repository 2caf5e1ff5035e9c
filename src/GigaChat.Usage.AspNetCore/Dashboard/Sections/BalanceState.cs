namespace GigaChat.Usage.AspNetCore;

/// <summary>What the provider took of the balance beside what was recorded. Nothing before two balances were seen, or
/// on pay-as-you-go.</summary>
internal sealed record BalanceState(BalanceReconciliation? Reconciliation) : SectionData
{
    /// <summary>A look at the page is no check: it raises no alert.</summary>
    private const double NothingRequired = 0;

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new BalanceState(
            questions.Money.Balance is { Snapshots.Count: > 1 } balance
                ? await balance
                    .ReconcileAsync(requiredCoverage: NothingRequired, cancellationToken: cancellationToken)
                    .ConfigureAwait(false)
                : null
        );

    public override Html Draw(Section section, PageView view) =>
        Reconciliation is not { Families.Count: > 0 } ? Html.Empty : base.Draw(section, view);

    public override DataTable Table(PageView view) =>
        new(
            view.Text.BalanceTitle,
            [
                new("family", view.Text.FamilyColumn, CellKind.Text),
                new("drained", view.Text.DrainedColumn, CellKind.Count),
                new("recorded", view.Text.RecordedColumn, CellKind.Count),
                new("unexplained", view.Text.UnexplainedColumn, CellKind.Count),
                new("coverage", view.Text.CoverageColumn, CellKind.Share),
            ],
            [
                .. (Reconciliation?.Families ?? []).Select(static family => new DataRow(
                    family.Family,
                    (long)family.DrainedTokens,
                    family.RecordedTokens,
                    (long)family.UnexplainedTokens,
                    family.Coverage
                )),
            ]
        )
        {
            Note = Reconciliation is { From: { } from, To: { } to }
                ? view.Text.BetweenSnapshots(view.Local(from), view.Local(to))
                : null,
        };
}
