namespace GigaChat.Usage;

/// <summary>The cost of tokens in rubles, as pure functions. Results are exact and not rounded to kopecks.</summary>
public static class TokenCost
{
    /// <summary>The price of the reference formula: 1,000 rubles for 5,000,000 tokens, in rubles for a
    /// million.</summary>
    public const decimal ReferenceRublesPerMillionTokens = 200m;

    /// <summary>The cost by the reference formula: tokens × 1000 / 5,000,000, or 0.0002 rubles a token.</summary>
    /// <param name="tokens">Tokens, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> is negative.</exception>
    public static decimal Of(long tokens) => Of(tokens, ReferenceRublesPerMillionTokens);

    /// <summary>The cost at a flat price.</summary>
    /// <param name="tokens">Tokens, zero or more.</param>
    /// <param name="rublesPerMillionTokens">Rubles for a million tokens, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> or
    /// <paramref name="rublesPerMillionTokens"/> is negative.</exception>
    public static decimal Of(long tokens, decimal rublesPerMillionTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfNegative(rublesPerMillionTokens);
        return tokens * rublesPerMillionTokens / 1_000_000m;
    }

    /// <summary>The cost of billed tokens of a model at a moment. Where prompt and completion differ in price, the
    /// dearer one is taken.</summary>
    /// <param name="tokens">Billed tokens, zero or more.</param>
    /// <param name="model">The model's name, with or without its build.</param>
    /// <param name="at">When the call was made.</param>
    /// <param name="book">The prices; <see cref="PriceBook.Sber"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> is negative.</exception>
    /// <exception cref="PriceMissingException">The book has no price for the model at that moment.</exception>
    public static decimal Of(long tokens, string model, DateTimeOffset at, PriceBook? book = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return TryOf(tokens, model, at, out var rubles, book)
            ? rubles
            : throw new PriceMissingException(model, at, book ?? PriceBook.Sber);
    }

    /// <summary>The cost of billed tokens of a model at a moment, if the book has its price.</summary>
    /// <param name="tokens">Billed tokens, zero or more.</param>
    /// <param name="model">The model's name, with or without its build; null when unknown.</param>
    /// <param name="at">When the call was made.</param>
    /// <param name="rubles">The cost; 0 when the price is missing.</param>
    /// <param name="book">The prices; <see cref="PriceBook.Sber"/> when null.</param>
    /// <returns>Whether the book has a price.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> is negative.</exception>
    public static bool TryOf(long tokens, string? model, DateTimeOffset at, out decimal rubles, PriceBook? book = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        var price = (book ?? PriceBook.Sber).Find(model, at);
        rubles = price?.RublesFor(tokens, promptTokens: 0, completionTokens: 0, cachedPromptTokens: 0, isBatch: false)
            ?? 0m;
        return price is not null;
    }

    /// <summary>Gets the cost of a record at Sber's price of its own time; null when the price is missing.</summary>
    /// <param name="record">The record.</param>
    public static decimal? Of(UsageRecord record) => Of(record, PriceBook.Sber);

    /// <summary>Gets the cost of a record at the price of its own time; null when the price is missing.</summary>
    /// <param name="record">The record.</param>
    /// <param name="book">The prices.</param>
    public static decimal? Of(UsageRecord record, PriceBook book)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(book);
        return book.Find(record.Model, record.CreatedAt)
            ?.RublesFor(
                record.TotalTokens,
                record.PromptTokens ?? 0,
                record.CompletionTokens ?? 0,
                record.CachedPromptTokens ?? 0,
                record.IsBatch
            );
    }
}
