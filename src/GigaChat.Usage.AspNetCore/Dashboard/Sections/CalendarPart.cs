using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>A day, week, month or year, and its sums.</summary>
/// <param name="Start">Its first day.</param>
/// <param name="Groups">Its usage by operation and model.</param>
internal sealed record CalendarPart(DateOnly Start, IReadOnlyList<PricedGroup> Groups);
