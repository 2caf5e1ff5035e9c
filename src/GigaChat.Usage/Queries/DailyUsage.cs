namespace GigaChat.Usage;

/// <summary>What was used on one day.</summary>
public sealed class DailyUsage : UsageTally
{
    internal DailyUsage(DateOnly day, UsageGroup sum)
        : base(sum) => Day = day;

    /// <summary>The day in the report's time zone.</summary>
    public DateOnly Day { get; }
}
