namespace GigaChat.Usage.AspNetCore;

/// <summary>One name for a family of models on the whole page: that of its current model, which calls and prices have. The
/// provider's balance and the price list have the name of the generation before.</summary>
internal static class FamilyNames
{
    private const string Before = "GigaChat";
    private const string Current = "GigaChat-2";

    public static string Of(string family, PriceBook prices)
    {
        if (
            !family.StartsWith(Before, StringComparison.Ordinal) || family.StartsWith(Current, StringComparison.Ordinal)
        )
            return family;
        var current = Current + family[Before.Length..];
        return
            prices.FindFamily(current) is { } known
            && string.Equals(known, prices.FindFamily(family), StringComparison.Ordinal)
            ? current
            : family;
    }
}
