namespace GigaChat.Usage.Pricing;

/// <summary>The prices of <see cref="PriceBook.Sber"/>, in rubles for a million tokens, VAT included.</summary>
internal static class SberTariff
{
    private const decimal BatchMultiplier = 0.5m;

    // Law 425-FZ of 2025-11-28, article 2: the rate of article 164, clause 3, of the Tax Code rises from 20 to 22
    // percent.
    private static readonly DateTimeOffset HigherVat = new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(3));
    private static readonly DateTimeOffset Reduction = new(2026, 2, 1, 0, 0, 0, TimeSpan.FromHours(3));

    public static IEnumerable<ModelPrice> Prices { get; } =
    [
        .. Reduced(ModelName.Lite, 200m, 65m),
        .. Reduced(ModelName.Pro, 1500m, 500m),
        .. Reduced(ModelName.Max, 1950m, 650m),
        .. Reduced(ModelName.Embeddings, 40m, 14m),
    ];

    // The price for the customer stayed the same when the VAT within it rose. The tariff includes VAT explicitly from
    // the reduction on; earlier prices are assumed to include it too.
    private static ModelPrice[] Reduced(string family, decimal before, decimal after) =>
        [
            ModelPrice.Flat(family, before, effectiveTo: HigherVat, batchMultiplier: BatchMultiplier) with
            {
                VatPercent = 20m,
            },
            ModelPrice.Flat(family, before, HigherVat, Reduction, BatchMultiplier) with
            {
                VatPercent = 22m,
            },
            ModelPrice.Flat(family, after, effectiveFrom: Reduction, batchMultiplier: BatchMultiplier) with
            {
                VatPercent = 22m,
            },
        ];
}
