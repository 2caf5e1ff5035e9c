using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>An hour, day, week, month or year, and its sums.</summary>
/// <param name="Period">Its period, which its records have.</param>
/// <param name="Start">Its first day.</param>
/// <param name="Groups">Its usage by the chart's dimension and model.</param>
internal sealed record CalendarPart(PeriodChoice Period, DateOnly Start, IReadOnlyList<PricedGroup> Groups)
{
    /// <summary>The sum of all groups.</summary>
    public Spend Spend { get; } = Spend.Of(Groups);
}
