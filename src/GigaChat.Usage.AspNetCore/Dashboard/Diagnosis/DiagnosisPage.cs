namespace GigaChat.Usage.AspNetCore;

/// <summary>The page of diagnostic findings.</summary>
internal static class DiagnosisPage
{
    public static Html Draw(PageView view, UsageDiagnosis diagnosis) =>
        Layout.Draw(
            view,
            view.Text.Diagnosis,
            "diagnosis",
            $"""
            <section class="card w12" aria-labelledby="findings-title">
            <header><h2 id="findings-title">{(
                diagnosis.IsHealthy ? view.Text.AllIsWell : view.Text.FindingCount(diagnosis.Findings.Count)
            )}</h2></header>
            {List(view.Text, diagnosis.Findings)}
            {SectionCard.Note(view.Text.DiagnosisNote)}
            </section>
            {Passed(view.Text, diagnosis)}
            {Prices(view)}
            """
        );

    public static Html List(PageText text, IReadOnlyList<UsageFinding> findings)
    {
        if (findings.Count == 0)
            return Html.Empty;
        return $"""
            <ul class="findings">
            {findings.Select(finding => Item(text, finding))}
            </ul>
            """;
    }

    private static Html Passed(PageText text, UsageDiagnosis diagnosis)
    {
        var passed = Check.PassedBy(diagnosis).ToList();
        if (passed.Count == 0)
            return Html.Empty;
        return $"""
            <section class="card w12 below" id="passed" aria-labelledby="passed-title">
            <header><h2 id="passed-title">{text.PassedTitle}</h2></header>
            <ul class="causes">{passed.Select(
                Html (check) =>
                    $"""<li><span class="down" aria-hidden="true">✓</span> {check.Passed(text)} <span class="unit">{CodeLink.Draw(check.First)}–{CodeLink.Draw(check.Last)}</span></li>"""
            )}</ul>
            </section>
            """;
    }

    /// <summary>The prices in effect, which costs are computed with.</summary>
    private static Html Prices(PageView view)
    {
        var table = new DataTable(
            view.Text.PricesTitle,
            [
                new("family", view.Text.FamilyColumn, CellKind.Text),
                new("promptRublesPerMillion", view.Text.PromptPrice, CellKind.Rubles),
                new("completionRublesPerMillion", view.Text.CompletionPrice, CellKind.Rubles),
                new("vatPercent", view.Text.VatPercentColumn, CellKind.Percent) { IsMinor = true },
                new("since", view.Text.SinceColumn, CellKind.Day) { IsMinor = true },
            ],
            [
                .. view
                    .Prices.Prices.Where(price => price.IsEffective(view.Now))
                    .Select(price => new DataRow(
                        price.Family,
                        price.PromptRublesPerMillionTokens,
                        price.CompletionRublesPerMillionTokens,
                        price.VatPercent,
                        price.EffectiveFrom is { } from ? view.DayOf(from) : null
                    )),
            ]
        );
        return $"""
            <section class="card w12 below" id="prices" aria-labelledby="prices-title">
            <header><h2 id="prices-title">{view.Text.PricesTitle}</h2></header>
            {TableView.Draw(table, view)}
            {SectionCard.Note(view.Text.PriceUsed(view.Prices.Name))}
            </section>
            """;
    }

    private static Html Item(PageText text, UsageFinding finding)
    {
        var (seen, advice) = text.Finding(finding);
        return $"""
            <li data-code="{finding.Code}">
            <p class="severity {Style(finding.Severity)}"><span aria-hidden="true">{Sign(
                finding.Severity
            )}</span> {text.Severity(finding.Severity)} {CodeLink.Draw(finding.Code)}</p>
            <p>{seen}</p>
            <p class="advice">{advice}</p>
            </li>

            """;
    }

    private static string Style(UsageFindingSeverity severity) =>
        severity switch
        {
            UsageFindingSeverity.Error => "bad",
            UsageFindingSeverity.Warning => "warn",
            _ => "soft",
        };

    /// <summary>
    /// Gets a different shape for each severity, because colours alone are not accessible to everyone.
    /// </summary>
    private static string Sign(UsageFindingSeverity severity) =>
        severity switch
        {
            UsageFindingSeverity.Error => "✖",
            UsageFindingSeverity.Warning => "▲",
            _ => "●",
        };
}
