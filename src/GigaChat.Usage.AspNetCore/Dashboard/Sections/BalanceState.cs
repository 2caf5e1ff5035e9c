namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The tokens that the provider has taken from the balance compared with the recorded ones. Empty before there are two
/// balances, and on pay-as-you-go.
/// </summary>
internal sealed record BalanceState(BalanceReconciliation? Reconciliation) : SectionData
{
    /// <summary>The required coverage: viewing the page is no check, so it raises no alert.</summary>
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
                .. (Reconciliation?.Families ?? []).Select(family => new DataRow(
                    new NamedKey(family.Family, FamilyNames.Of(family.Family, view.Prices)),
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
