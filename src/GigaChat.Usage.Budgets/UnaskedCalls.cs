namespace GigaChat.Usage.Budgets;

/// <summary>
/// The number of calls decided without the store of budgets, and the time of the last. Safe for concurrent use, in a
/// field.
/// </summary>
internal struct UnaskedCalls
{
    private long _calls;
    private long _last;

    public void Add(DateTimeOffset at)
    {
        Interlocked.Exchange(ref _last, at.UtcTicks);
        Interlocked.Increment(ref _calls);
    }

    /// <summary>Gets the figures; null when there were none.</summary>
    public (long Calls, DateTimeOffset Last)? Read() =>
        Interlocked.Read(ref _calls) is > 0 and var calls
            ? (calls, new DateTimeOffset(Interlocked.Read(ref _last), TimeSpan.Zero))
            : null;
}
