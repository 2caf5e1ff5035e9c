namespace GigaChat.Usage.AspNetCore;

/// <summary>The dashboard without a record: what is set up already, and the line of each step that is left.</summary>
internal static class FirstRun
{
    private static readonly string[] ClientCodes =
    [
        UsageFindingCode.ClientNotTracked,
        UsageFindingCode.HostNotTracked,
        UsageFindingCode.CallsNotTracked,
        UsageFindingCode.ClientCannotBeBuilt,
    ];

    public static Html Draw(PageView view, UsageDiagnosis diagnosis)
    {
        var text = view.Text;
        var codes = diagnosis.Findings.Select(static finding => finding.Code).ToHashSet(StringComparer.Ordinal);
        return $"""
            <section class="card w12 first-run" id="first-run" aria-labelledby="first-run-title">
            <header><h2 id="first-run-title">{text.FirstRunTitle}</h2></header>
            <ol class="steps">
            {Step(text, isDone: true, text.TrackingStep, "builder.Services.AddGigaChatUsageTracking()")}
            {Step(
                text,
                !codes.Contains(UsageFindingCode.NoStoreChosen),
                text.StoreStep,
                "    .UseSqlite(\"Data Source=gigachat-usage.db\");"
            )}
            {Step(
                text,
                !ClientCodes.Any(codes.Contains),
                text.ClientStep,
                "builder.Services.AddHttpClient<MyGigaChat>(http =>\n    http.BaseAddress = new Uri(\"https://gigachat.devices.sberbank.ru/api/v1/\"));"
            )}
            {Step(text, isDone: false, text.CallStep, "await client.PostAsJsonAsync(\"chat/completions\", request);")}
            {Step(text, isDone: null, text.AttributionStep, "app.UseGigaChatUsageAttribution();")}
            </ol>
            <p><a href="{view.Refreshing(
                10
            )}">{text.WaitForCall}</a> · <a href="{view.Links.Diagnosis()}">{text.Diagnosis}</a></p>
            {DiagnosisPage.List(text, diagnosis.Findings)}
            </section>

            """;
    }

    /// <param name="text">The texts.</param>
    /// <param name="isDone">Whether the step is done; null for one that is optional.</param>
    /// <param name="name">The step.</param>
    /// <param name="code">The line of it.</param>
    private static Html Step(PageText text, bool? isDone, string name, string code)
    {
        var (sign, state) = isDone switch
        {
            true => ("✓", text.Done),
            false => ("○", text.ToDo),
            _ => ("+", text.Optional),
        };
        return $"""<li><p><span class="step-sign" aria-hidden="true">{sign}</span> <span class="quiet">{state}: </span>{name}</p>{(isDone is true ? Html.Empty : (Html)$"<pre><code>{code}</code></pre>")}</li>""";
    }
}
