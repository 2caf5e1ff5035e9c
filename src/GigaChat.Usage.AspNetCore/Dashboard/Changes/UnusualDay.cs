using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.AspNetCore;

/// <summary>A day with more or fewer tokens than its forecast, made from the days before it, allows.</summary>
/// <param name="Day">The day.</param>
/// <param name="Tokens">The billed tokens.</param>
/// <param name="Low">The lower bound of 95 percent.</param>
/// <param name="High">The upper bound.</param>
internal sealed record UnusualDay(DateOnly Day, long Tokens, decimal Low, decimal High)
{
    /// <summary>The most days that are examined: each is a forecast of its own.</summary>
    private const int MostDays = 35;

    /// <summary>The number of days of history of a forecast.</summary>
    private const int History = 200;

    public static async Task<IReadOnlyList<UnusualDay>> FindAsync(
        UsageQuestions questions,
        CancellationToken cancellationToken
    )
    {
        var (first, last) = questions.Period.Days(questions.Today);
        var end = last < questions.Today ? last.Value : questions.Today.AddDays(-1);
        var start = end.AddDays(1 - MostDays);
        start = first > start ? first.Value : start;
        if (questions.Period.Hour is not null || start > end)
            return [];
        var filter = questions.Selection.Filter with
        {
            From = ReportDays.StartOf(start.AddDays(-History), questions.TimeZone),
            To = ReportDays.StartOf(end.AddDays(1), questions.TimeZone),
        };
        var groups = await questions
            .AggregateAsync(filter, UsageDimensions.Day, cancellationToken)
            .ConfigureAwait(false);
        return Of(groups.ToDictionary(static group => group.Day!.Value, static group => group.TotalTokens), start, end);
    }

    /// <summary>Gets the unusual days of a period, the newest first.</summary>
    public static IReadOnlyList<UnusualDay> Of(
        IReadOnlyDictionary<DateOnly, long> tokens,
        DateOnly first,
        DateOnly last
    )
    {
        if (tokens.Count == 0)
            return [];
        var (found, earliest) = (new List<UnusualDay>(), tokens.Keys.Min());
        for (var day = last; day >= first && day > earliest; day = day.AddDays(-1))
        {
            double[] history =
            [
                .. Enumerable
                    .Range(earliest.DayNumber, day.DayNumber - earliest.DayNumber)
                    .Select(number => (double)tokens.GetValueOrDefault(DateOnly.FromDayNumber(number))),
            ];
            var used = tokens.GetValueOrDefault(day);
            if (
                new DaysAhead(history, day, 1).Day(0).Tokens is { Low95: { } low, High95: { } high }
                && (used < low || used > high)
            )
                found.Add(new UnusualDay(day, used, low, high));
        }

        return found;
    }
}
