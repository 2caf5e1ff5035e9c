namespace GigaChat.Usage.AspNetCore;

/// <summary>The parameters of the page of quality.</summary>
internal sealed record QualityQuery
{
    public const string DefaultPeriod = OverviewQuery.DefaultPeriod;

    public Selection Selection { get; init; } = Selection.Of(DefaultPeriod);

    public static QualityQuery Read(QueryReader query) => new() { Selection = Selection.Read(query, DefaultPeriod) };

    public IEnumerable<(string Name, string? Value)> Parameters() => Selection.Parameters(DefaultPeriod);
}
