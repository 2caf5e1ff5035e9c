namespace GigaChat.Usage.Queries;

/// <summary>A half-open period <c>[From, To)</c> in which no price of a book changes; null is open.</summary>
internal readonly record struct PricePeriod(DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>A moment of the period, for looking up a price.</summary>
    public DateTimeOffset Moment => From ?? DateTimeOffset.MinValue;

    /// <summary>Splits a period at the changes of a book.</summary>
    public static IEnumerable<PricePeriod> Split(PriceBook book, DateTimeOffset? from, DateTimeOffset? to)
    {
        foreach (var change in book.Changes)
        {
            if (change <= (from ?? DateTimeOffset.MinValue))
                continue;
            if (change >= to)
                break;
            yield return new PricePeriod(from, change);
            from = change;
        }

        yield return new PricePeriod(from, to);
    }
}
