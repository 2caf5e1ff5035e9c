namespace GigaChat.Usage.AspNetCore;

/// <summary>The parameters of the overview: the records, tokens or rubles, the stacks and the step of the
/// chart.</summary>
internal sealed record OverviewQuery
{
    public const string DefaultPeriod = PeriodChoice.Month;

    public static OverviewQuery Default { get; } = new();

    public Selection Selection { get; init; } = Selection.Of(DefaultPeriod);

    public PeriodChoice Period => Selection.Period;

    public bool InRubles { get; init; }

    /// <summary>The dimension of the stacks.</summary>
    public Dimension By { get; init; } = Dimension.Operation;

    /// <summary>The length of a column; null for the finest that can be read.</summary>
    public CalendarStep? Step { get; init; }

    public static OverviewQuery Read(QueryReader query) =>
        new()
        {
            Selection = Selection.Read(query, DefaultPeriod),
            InRubles = query.Choice("measure", "tokens", "rubles") is "rubles",
            By = Dimension.Stacks.FirstOrDefault(
                one => one.Id == query.Choice("by", [.. Dimension.Stacks.Select(static one => one.Id)]),
                Dimension.Operation
            ),
            Step = CalendarSteps.Parse(query.Choice("step", CalendarSteps.Names)),
        };

    public IEnumerable<(string Name, string? Value)> Parameters() =>
        [
            .. Selection.Parameters(DefaultPeriod),
            ("measure", InRubles ? "rubles" : null),
            ("by", By == Dimension.Operation ? null : By.Id),
            ("step", Step?.Name()),
        ];
}
