namespace GigaChat.Usage.Queries;

/// <summary>A time over which no price of a book changes: from <paramref name="Start"/> up to, but without,
/// <paramref name="Next"/>; null is open.</summary>
internal readonly record struct PricePeriod(DateTimeOffset? Start, DateTimeOffset? Next)
{
    /// <summary>A moment of the period, to look a price up at.</summary>
    public DateTimeOffset Moment => Start ?? DateTimeOffset.MinValue;

    /// <summary>Cuts a time, both ends inclusive, at the book's changes. <see cref="Next"/> of the last period is
    /// null.</summary>
    public static IEnumerable<PricePeriod> Split(PriceBook book, DateTimeOffset? start, DateTimeOffset? end)
    {
        foreach (var change in book.Changes)
        {
            if (change <= (start ?? DateTimeOffset.MinValue))
                continue;
            if (change > end)
                break;
            yield return new PricePeriod(start, change);
            start = change;
        }

        yield return new PricePeriod(start, null);
    }
}
