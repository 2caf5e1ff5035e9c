namespace GigaChat.Usage.AspNetCore;

/// <summary>The parameters of the page of changes.</summary>
internal sealed record ChangesQuery
{
    public const string DefaultPeriod = OverviewQuery.DefaultPeriod;

    /// <summary>The same days a week before, which have the same weekdays.</summary>
    public const string WeekBefore = "week";

    public Selection Selection { get; init; } = Selection.Of(DefaultPeriod);

    /// <summary><see cref="WeekBefore"/>; null for the period before.</summary>
    public string? Against { get; init; }

    public static ChangesQuery Read(QueryReader query) =>
        new() { Selection = Selection.Read(query, DefaultPeriod), Against = query.Choice("against", WeekBefore) };

    public IEnumerable<(string Name, string? Value)> Parameters() =>
        [.. Selection.Parameters(DefaultPeriod), ("against", Against)];

    /// <summary>Gets the records to compare with; null where an end of the period is open.</summary>
    public UsageFilter? Before(UsageQuestions questions)
    {
        if (Against is null)
            return questions.FilterBefore;
        return questions.PeriodFilter is { From: { } from } period
            ? period with
            {
                From = from.AddDays(-7),
                To = (period.To ?? questions.Now).AddDays(-7),
            }
            : null;
    }
}
