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
            """
        );

    private static Html List(PageText text, IReadOnlyList<UsageFinding> findings)
    {
        if (findings.Count == 0)
            return Html.Empty;
        return $"""
            <ul class="findings">
            {findings.Select(finding => Item(text, finding))}
            </ul>
            """;
    }

    private static Html Item(PageText text, UsageFinding finding)
    {
        var (seen, advice) = text.Finding(finding);
        return $"""
            <li data-code="{finding.Code}">
            <p class="severity {Style(finding.Severity)}"><span aria-hidden="true">{Sign(
                finding.Severity
            )}</span> {text.Severity(finding.Severity)} <span class="unit">{finding.Code}</span></p>
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
