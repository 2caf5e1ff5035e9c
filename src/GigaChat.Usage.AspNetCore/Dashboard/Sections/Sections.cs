namespace GigaChat.Usage.AspNetCore;

/// <summary>The sections of the overview, in their order. A new one is a line here, and a SectionData that loads and draws.</summary>
internal static class Sections
{
    public static IReadOnlyList<Section> All { get; } =
    [
        new("totals", Totals.LoadAsync),
        new("days", DailySpend.LoadAsync),
        new("forecast", Forecast.LoadAsync, Width: 6),
        new("hours", HourlySpend.LoadAsync, Width: 6),
        new("packages", PackageState.LoadAsync),
        new("budgets", BudgetState.LoadAsync),
        new("balance", BalanceState.LoadAsync),
        new("operations", OperationSpend.LoadAsync, Width: 6),
        new("models", ModelSpend.LoadAsync, Width: 6),
        new("users", TopUsers.LoadAsync, Width: 6),
        new("platforms", PlatformSpend.LoadAsync, Width: 6),
        new("token-types", TokenTypeSpend.LoadAsync, Width: 6),
        new("sources", SourceSpend.LoadAsync, Width: 6),
        new("latest", LatestRecords.LoadAsync),
        new("recorder", RecorderState.LoadAsync) { IsIndependent = true },
    ];

    public static Section? Find(string? id) => All.FirstOrDefault(section => string.Equals(section.Id, id, StringComparison.Ordinal));
}
