namespace GigaChat.Usage.Pricing;

/// <summary>
/// The prices of <see cref="PriceBook.CloudRu"/>, in rubles for a million tokens, without the VAT that is added.
/// </summary>
internal static class CloudRuTariff
{
    private const string Reseller = "cloud.ru";

    // Public repositories of autumn 2026: 466.67 net is 569.34 with VAT; 85 and 205.3 net are 103.7 and 250.47.
    public static IEnumerable<ModelPrice> Prices { get; } =
    [Of("GigaChat-2-Max", 466.67m, 466.67m), Of("GigaChat-3-Pro", 85m, 205.3m)];

    private static ModelPrice Of(string model, decimal prompt, decimal completion) =>
        new()
        {
            Family = ModelName.OfReseller(Reseller, model),
            PromptRublesPerMillionTokens = prompt,
            CompletionRublesPerMillionTokens = completion,
            CachedPromptRublesPerMillionTokens = prompt,
            VatPercent = 22m,
            IsVatIncluded = false,
        };
}
