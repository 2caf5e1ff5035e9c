namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The sections of the overview, in their order. A new one is a line here, and a SectionData that loads and draws.
/// </summary>
internal static class Sections
{
    public static IReadOnlyList<Section> All { get; } =
    [
        new("totals", static text => text.TotalTitle, Totals.LoadAsync),
        new("alerts", static text => text.AlertsTitle, AlertState.LoadAsync)
        {
            LoadAllAsync = AlertState.LoadAllAsync,
            IsIndependent = true,
            IsOfAll = true,
        },
        new("days", static text => text.DaysTitle, DailySpend.LoadAsync),
        new("forecast", static text => text.ForecastTitle, Forecast.LoadAsync, Width: 6) { IsOfAll = true },
        new("hours", static text => text.HoursTitle, HourlySpend.LoadAsync, Width: 6)
        {
            IsOfUsage = true,
            FilteredWidth = 12,
        },
        new("packages", static text => text.PackagesTitle, PackageState.LoadAsync) { IsOfAll = true },
        new("budgets", static text => text.BudgetsTitle, BudgetState.LoadAsync)
        {
            IsIndependent = true,
            IsOfAllTime = true,
        },
        new("balance", static text => text.BalanceTitle, BalanceState.LoadAsync)
        {
            IsIndependent = true,
            IsOfAll = true,
        },
        new("operations", static text => text.OperationsTitle, OperationSpend.LoadAsync, Width: 6)
        {
            Groups = Dimension.Operation,
            IsOfUsage = true,
        },
        new("platforms", static text => text.PlatformsTitle, PlatformSpend.LoadAsync, Width: 6)
        {
            Groups = Dimension.Platform,
            IsOfUsage = true,
        },
        new("models", static text => text.ModelsTitle, ModelSpend.LoadAsync)
        {
            Groups = Dimension.Model,
            IsOfUsage = true,
        },
        new("users", static text => text.UsersTitle, TopUsers.LoadAsync)
        {
            StreamAsync = TopUsers.StreamAsync,
            Groups = Dimension.User,
            IsOfUsage = true,
        },
        new("token-types", static text => text.TokenTypesTitle, TokenTypeSpend.LoadAsync, Width: 6)
        {
            Groups = Dimension.TokenType,
            IsOfUsage = true,
        },
        new("sources", static text => text.SourcesTitle, SourceSpend.LoadAsync, Width: 6)
        {
            Groups = Dimension.Source,
            IsOfUsage = true,
        },
        new("latest", static text => text.LatestTitle, LatestRecords.LoadAsync) { IsOfAllTime = true },
        new("recorder", static text => text.RecorderTitle, RecorderState.LoadAsync)
        {
            IsIndependent = true,
            IsOfAll = true,
        },
    ];

    /// <summary>Gets the sections of a page: all, or those that can be filtered.</summary>
    public static IEnumerable<Section> Of(Selection selection) =>
        All.Where(section => !(selection.IsFiltered && section.IsOfAll))
            .Select(section => selection.IsFiltered ? section with { Width = section.FilteredWidth } : section);

    public static Section? Find(string? id) =>
        All.FirstOrDefault(section => string.Equals(section.Id, id, StringComparison.Ordinal));
}
