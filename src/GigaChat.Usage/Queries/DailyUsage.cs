namespace GigaChat.Usage;

/// <summary>The usage of one day.</summary>
public sealed class DailyUsage : UsageTally
{
    internal DailyUsage(DateOnly day, UsageGroup sum)
        : base(sum) => Day = day;

    /// <summary>The day in the report time zone.</summary>
    public DateOnly Day { get; }
}
