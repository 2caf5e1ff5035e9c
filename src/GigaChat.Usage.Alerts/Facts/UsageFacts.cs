using GigaChat.Usage.Queries;

namespace GigaChat.Usage.Alerts;

/// <summary>The facts of one evaluation. Each is read when the first rule needs it, and once.</summary>
internal sealed class UsageFacts(AlertServices services, FactsCache cache, DateTimeOffset now)
{
    private readonly Lock _gate = new();
    private Task<UsageHours>? _hours;
    private Task<UsageBaseline>? _baseline;
    private Task<IReadOnlyList<BudgetStatus>>? _budgets;

    public DateTimeOffset Now => now;

    public GigaChatTokenUsage Usage => services.Usage;

    public AlertServices Services => services;

    public FactsCache Cache => cache;

    public TimeZoneInfo TimeZone => services.Usage.TimeZone;

    public DateOnly Today { get; } = ReportDays.DayOf(now, services.Usage.TimeZone);

    public DateTimeOffset DayStart { get; } =
        ReportDays.StartOf(ReportDays.DayOf(now, services.Usage.TimeZone), services.Usage.TimeZone);

    /// <summary>The records of today.</summary>
    public UsageFilter TodayFilter => new() { From = DayStart, To = now.AddTicks(1) };

    public Task<UsageHours> HoursAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _hours ??= ReadHoursAsync(cancellationToken);
    }

    public Task<UsageBaseline> BaselineAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _baseline ??= cache.BaselineAsync(Usage, Today, cancellationToken);
    }

    public Task<IReadOnlyList<BudgetStatus>> BudgetsAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _budgets ??= services.Budgets is { Budgets.Count: > 0 } budgets
                ? budgets.GetStatusAsync(cancellationToken)
                : Task.FromResult<IReadOnlyList<BudgetStatus>>([]);
    }

    /// <summary>Gets the sums since a time by one dimension, or by the values of a tag.</summary>
    public async Task<IReadOnlyDictionary<string, Spend>> SumAsync(
        DateTimeOffset from,
        UsageDimensions dimension,
        string? tagKey,
        CancellationToken cancellationToken
    )
    {
        var sums = new Dictionary<string, Spend>(StringComparer.Ordinal);
        foreach (var (_, hour) in (await HoursAsync(cancellationToken).ConfigureAwait(false)).From(from))
        {
            foreach (var (key, spend) in tagKey is null ? hour.By(dimension) : hour.ByTag(tagKey))
                sums[key] = sums.GetValueOrDefault(key).Plus(spend);
        }

        return sums;
    }

    public async Task<Spend> TodayAsync(CancellationToken cancellationToken) =>
        (await HoursAsync(cancellationToken).ConfigureAwait(false))
            .From(DayStart)
            .Aggregate(default(Spend), static (sum, hour) => sum.Plus(hour.Value.Total));

    /// <summary>Gets the newest known name of a user.</summary>
    public async Task<string?> NameOfAsync(string userId, CancellationToken cancellationToken)
    {
        string? name = null;
        foreach (var (_, hour) in (await HoursAsync(cancellationToken).ConfigureAwait(false)).From(DayStart))
            name = hour.Names.GetValueOrDefault(userId) ?? name;
        return name;
    }

    private async Task<UsageHours> ReadHoursAsync(CancellationToken cancellationToken)
    {
        var back = now - cache.Window;
        await cache.Hours.ReadAsync(back < DayStart ? back : DayStart, now, cancellationToken).ConfigureAwait(false);
        return cache.Hours;
    }
}
