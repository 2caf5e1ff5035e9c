namespace GigaChat.Usage.AspNetCore;

/// <summary>All time, the last 30 and the last 7 times 24 hours.</summary>
internal sealed record Totals(Spend All, Spend Last30, Spend Last7) : SectionData
{
    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        return new Totals(
            await SpendAsync(UsageFilter.All).ConfigureAwait(false),
            await SpendAsync(LastDays(30)).ConfigureAwait(false),
            await SpendAsync(LastDays(7)).ConfigureAwait(false)
        );

        async Task<Spend> SpendAsync(UsageFilter filter) =>
            Spend.Of(
                await questions.PricedAsync(filter, UsageDimensions.None, cancellationToken).ConfigureAwait(false)
            );

        UsageFilter LastDays(int days) => new() { From = questions.Now.AddDays(-days), To = questions.Now.AddTicks(1) };
    }

    public override Html Draw(Section section, PageView view) =>
        $"""
            <section class="totals w12" id="totals" aria-labelledby="totals-title">
            <h2 id="totals-title" class="quiet">{view.Text.TotalsCaption}</h2>
            {Card("all", view.Text.TotalTitle, null, All, view)}{Card(
                "days30",
                view.Text.Last30Title,
                30,
                Last30,
                view
            )}{Card("days7", view.Text.Last7Title, 7, Last7, view)}
            </section>

            """;

    public override DataTable Table(PageView view) =>
        new(
            view.Text.TotalsCaption,
            [
                new("period", view.Text.Period, CellKind.Text),
                new("requests", view.Text.RequestsColumn, CellKind.Count),
                new("calls", view.Text.CallsColumn, CellKind.Count),
                new("tokens", view.Text.TokensColumn, CellKind.Count),
                new("estimatedTokens", view.Text.EstimatedColumn, CellKind.Count),
                new("rubles", view.Text.CostColumn, CellKind.Rubles),
            ],
            [
                Row("all", view.Text.TotalTitle, All),
                Row("30d", view.Text.Last30Title, Last30),
                Row("7d", view.Text.Last7Title, Last7),
            ]
        );

    private static DataRow Row(string key, string name, Spend spend) =>
        new(new NamedKey(key, name), spend.Count, spend.Calls, spend.Tokens, spend.EstimatedTokens, spend.KnownRubles);

    private static Html Card(string id, string title, int? days, Spend spend, PageView view) =>
        $"""
            <div class="card total" id="total-{id}">
            <h3{Html.Attribute("title", days is { } number ? view.Text.TimesOf24Hours(number) : null)}>{title}</h3>
            <p class="big"><span class="figure">{view.Format.Count(
                spend.Tokens
            )}</span> <span class="unit">{view.Text.TokenNoun(spend.Tokens)}</span></p>
            <p class="money">{(
                spend.KnownRubles is { } rubles ? view.Format.Rubles(rubles) : view.Text.PriceMissing
            )}</p>
            <p class="note"><span>{view.Text.Requests(spend.Count)}</span> · {(
                spend.EstimatedTokens > 0 ? view.Text.EstimatedNote(spend.EstimatedShare) : view.Text.AllExact
            )}</p>
            {SectionCard.Note(spend.UnpricedTokens > 0 ? view.Text.LowerBound(spend.UnpricedTokens) : null)}
            </div>

            """;
}
