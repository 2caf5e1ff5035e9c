using System.Globalization;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The parameters of a statement: a month of the report time zone, and who its lines are for.</summary>
internal sealed record StatementQuery
{
    private const string MonthFormat = "yyyy-MM";

    public static StatementQuery Default { get; } = new();

    /// <summary>The dimensions of the lines.</summary>
    public static IReadOnlyList<Dimension> Dimensions { get; } =
    [Dimension.User, Dimension.TokenType, Dimension.Platform, Dimension.Operation];

    /// <summary>The first day of the month; null for the last whole one.</summary>
    public DateOnly? Month { get; init; }

    /// <summary>The dimension of the lines, besides model and price; null for these alone.</summary>
    public Dimension? By { get; init; }

    public static StatementQuery Read(QueryReader query) =>
        new()
        {
            Month = query.Month("month", MonthFormat),
            By = query.Tag("group")
                ?? Dimensions.FirstOrDefault(by =>
                    by.Id == query.Choice("group", [.. Dimensions.Select(static one => one.Id)])
                ),
        };

    public static string Written(DateOnly month) => month.ToString(MonthFormat, CultureInfo.InvariantCulture);

    public DateOnly MonthOf(DateOnly today) => Month ?? today.AddDays(1 - today.Day).AddMonths(-1);

    public Selection Selection(DateOnly today)
    {
        var month = MonthOf(today);
        return new Selection(PeriodChoice.OfDays(month, month.AddMonths(1).AddDays(-1)), UsageFilter.All);
    }

    public IEnumerable<(string Name, string? Value)> Parameters() =>
        [("month", Month is { } month ? Written(month) : null), ("group", By?.Id)];
}
