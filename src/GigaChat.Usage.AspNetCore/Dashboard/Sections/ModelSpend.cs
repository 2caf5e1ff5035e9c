using GigaChat.Usage.Recording;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The period by model, with the current price.</summary>
internal sealed record ModelSpend(IReadOnlyList<Slice<string?>> Slices) : SectionData
{
    private Spend All => Spend.Sum(Slices.Select(static slice => slice.Spend));

    public static async Task<SectionData> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken) =>
        new ModelSpend(
            Slice.By(
                await questions.OfPeriodAsync(cancellationToken).ConfigureAwait(false),
                Dimension.Model,
                questions.TimeZone
            )
        );

    public override DataTable Table(PageView view) =>
        new(
            view.Text.ModelsTitle,
            [
                new("model", view.Text.ModelColumn, CellKind.Text),
                new("requests", view.Text.RequestsColumn, CellKind.Count) { IsMinor = true },
                new("tokens", view.Text.TokensColumn, CellKind.Count),
                new("price", view.Text.PerMillion, CellKind.Text) { IsMinor = true, IsNumber = true },
                new("rubles", view.Text.CostColumn, CellKind.Rubles),
            ],
            [
                .. SpendTable
                    .Shown(Slices, SpendTable.Most)
                    .Select(
                        (slice, i) =>
                            new DataRow(
                                Name(slice.Key, view),
                                slice.Spend.Count,
                                slice.Spend.Tokens,
                                PriceOf(slice.Key, view),
                                slice.Spend.KnownRubles
                            )
                            {
                                Href = view.PageOf(Dimension.Model, slice.Key),
                                Records = view.RecordsOf(Dimension.Model, slice.Key),
                                Series = SeriesColour.At(i),
                            }
                    ),
                .. SpendTable.Rest(Slices, SpendTable.Most) is { } rest
                    ?
                    [
                        SpendTable.Others(
                            new DataRow(
                                view.Text.OtherKeys(rest.Count),
                                rest.Spend.Count,
                                rest.Spend.Tokens,
                                null,
                                rest.Spend.KnownRubles
                            ),
                            Dimension.Model,
                            SpendTable.Most,
                            view
                        ),
                    ]
                    : (DataRow[])[],
            ]
        )
        {
            Total = new DataRow(view.Text.TotalRow, All.Count, All.Tokens, null, All.KnownRubles)
            {
                Records = view.Links.Records(RecordsQuery.Of(view.Selection)),
            },
            Note = SpendTable.LowerBound(All, view) is { } note
                ? $"{view.Text.PriceUsed(view.Prices.Name)}. {note}"
                : view.Text.PriceUsed(view.Prices.Name),
        };

    public override DataTable ExportTable(PageView view) =>
        new(
            view.Text.ModelsTitle,
            [
                new("model", view.Text.ModelColumn, CellKind.Text),
                new("requests", view.Text.RequestsColumn, CellKind.Count),
                new("tokens", view.Text.TokensColumn, CellKind.Count),
                new("promptRublesPerMillion", view.Text.PromptPrice, CellKind.Rubles),
                new("completionRublesPerMillion", view.Text.CompletionPrice, CellKind.Rubles),
                new("rubles", view.Text.CostColumn, CellKind.Rubles),
            ],
            [
                .. Slices.Select(slice =>
                {
                    var price = view.Prices.Find(slice.Key, view.Now);
                    return new DataRow(
                        Name(slice.Key, view),
                        slice.Spend.Count,
                        slice.Spend.Tokens,
                        price?.PromptRublesPerMillionTokens,
                        price?.CompletionRublesPerMillionTokens,
                        slice.Spend.KnownRubles
                    );
                }),
            ]
        );

    private static NamedKey Name(string? model, PageView view) => new(model, model ?? view.Text.NoModel);

    private static string PriceOf(string? model, PageView view) =>
        view.Prices.Find(model, view.Now) is { } price
            ? view.Text.PricePair(price.PromptRublesPerMillionTokens, price.CompletionRublesPerMillionTokens)
            : view.Text.PriceMissing;
}
