namespace GigaChat.Usage;

/// <summary>
/// Computes the cost of tokens in rubles with pure functions. Results are exact and not rounded to kopecks.
/// </summary>
public static class TokenCost
{
    /// <summary>
    /// The price of the reference formula: 1,000 rubles for 5,000,000 tokens, in rubles for a million.
    /// </summary>
    public const decimal ReferenceRublesPerMillionTokens = 200m;

    /// <summary>Gets the cost by the reference formula: tokens × 1000 / 5,000,000, or 0.0002 rubles a token.</summary>
    /// <param name="tokens">The number of tokens, zero or more.</param>
    /// <returns>The cost in rubles.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> is negative.</exception>
    public static decimal Of(long tokens) => Of(tokens, ReferenceRublesPerMillionTokens);

    /// <summary>Gets the cost at a flat price.</summary>
    /// <param name="tokens">The number of tokens, zero or more.</param>
    /// <param name="rublesPerMillionTokens">The price of a million tokens in rubles, zero or more.</param>
    /// <returns>The cost in rubles.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> or
    /// <paramref name="rublesPerMillionTokens"/> is negative.</exception>
    public static decimal Of(long tokens, decimal rublesPerMillionTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfNegative(rublesPerMillionTokens);
        return tokens * rublesPerMillionTokens / 1_000_000m;
    }

    /// <summary>
    /// Gets the cost of billed tokens of a model at a moment. If prompt and completion differ in price, the higher
    /// price is used.
    /// </summary>
    /// <param name="tokens">The number of billed tokens, zero or more.</param>
    /// <param name="model">The name of the model, with or without its build.</param>
    /// <param name="at">The time of the call.</param>
    /// <param name="book">The prices; <see cref="PriceBook.Sber"/> if <c>null</c>.</param>
    /// <returns>The cost in rubles.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> is negative.</exception>
    /// <exception cref="PriceMissingException">The book has no price for the model at that moment.</exception>
    public static decimal Of(long tokens, string model, DateTimeOffset at, PriceBook? book = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return TryOf(tokens, model, at, out var rubles, book)
            ? rubles
            : throw new PriceMissingException(model, at, book ?? PriceBook.Sber);
    }

    /// <summary>Gets the cost of billed tokens of a model at a moment, if the book has its price.</summary>
    /// <param name="tokens">The number of billed tokens, zero or more.</param>
    /// <param name="model">The name of the model, with or without its build; <c>null</c> if unknown.</param>
    /// <param name="at">The time of the call.</param>
    /// <param name="rubles">The cost in rubles; 0 if the price is missing.</param>
    /// <param name="book">The prices; <see cref="PriceBook.Sber"/> if <c>null</c>.</param>
    /// <returns><c>true</c> if the book has a price; otherwise, <c>false</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> is negative.</exception>
    public static bool TryOf(long tokens, string? model, DateTimeOffset at, out decimal rubles, PriceBook? book = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        var price = (book ?? PriceBook.Sber).Find(model, at);
        rubles = price?.RublesFor(tokens, promptTokens: 0, completionTokens: 0, cachedPromptTokens: 0, isBatch: false)
            ?? 0m;
        return price is not null;
    }

    /// <summary>
    /// Gets the cost of a record at the price of Sber at its own time; <c>null</c> if the price is missing.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <returns>The cost in rubles.</returns>
    public static decimal? Of(UsageRecord record) => Of(record, PriceBook.Sber);

    /// <summary>Gets the cost of a record at the price at its own time; <c>null</c> if the price is missing.</summary>
    /// <param name="record">The record.</param>
    /// <param name="book">The prices.</param>
    /// <returns>The cost in rubles.</returns>
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
