namespace GigaChat.Usage.AspNetCore;

/// <summary>The parameters of the overview: the days, tokens or rubles, stacked by operation or model.</summary>
internal sealed record OverviewQuery
{
    private const string DefaultPeriod = PeriodChoice.Month;

    public static OverviewQuery Default { get; } = new();

    public PeriodChoice Period { get; init; } = PeriodChoice.Of(DefaultPeriod);

    public bool InRubles { get; init; }

    public bool ByModel { get; init; }

    public static OverviewQuery Read(QueryReader query) =>
        new()
        {
            Period = PeriodChoice.Read(query, DefaultPeriod),
            InRubles = query.Choice("measure", "tokens", "rubles") is "rubles",
            ByModel = query.Choice("by", "operation", "model") is "model",
        };

    public IEnumerable<(string Name, string? Value)> Parameters() =>
        [
            .. Period.Parameters(DefaultPeriod),
            ("measure", InRubles ? "rubles" : null),
            ("by", ByModel ? "model" : null),
        ];
}
