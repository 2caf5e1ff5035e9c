namespace GigaChat.Usage.AspNetCore;

/// <summary>One name for a family of models on the whole page: that of its current model, which calls and prices have. The
/// provider's balance and the price list have the name of the generation before.</summary>
internal static class FamilyNames
{
    private const string Before = "GigaChat";
    private const string Current = "GigaChat-2";

    /// <summary>Gets the name of a family as the page has it.</summary>
    public static string Of(string family, PriceBook prices)
    {
        // The provider's balance has names in lower case, such as "embeddings".
        if (
            prices.FindFamily(family) is { } listed
            && string.Equals(listed, family, StringComparison.OrdinalIgnoreCase)
        )
            family = listed;
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
