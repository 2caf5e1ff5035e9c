using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>An application with alerts, whose clock the test moves.</summary>
internal sealed class AlertHost : IAsyncDisposable
{
    /// <summary>Noon of a Wednesday in Moscow.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 18, 9, 0, 0, TimeSpan.Zero);

    public AlertHost(
        Action<UsageAlertsBuilder>? configure = null,
        Action<IGigaChatUsageBuilder>? tracking = null,
        DateTimeOffset? now = null
    )
    {
        Time = new FakeTimeProvider(now ?? Noon);
        Sink = new RecordingSink();
        var builder = new ServiceCollection().AddGigaChatUsageTracking();
        builder.Services.AddSingleton<TimeProvider>(Time);

        // A busy machine must not make a sink too slow.
        builder.Services.AddSingleton(new TimeLimitClock(new FakeTimeProvider()));
        builder.UseInMemory();
        tracking?.Invoke(builder);
        builder.AddAlerts(alerts =>
        {
            alerts.Configure(static options => options.Language = UsageAlertLanguage.English);
            alerts.RemoveLog().AddSink(Sink);
            configure?.Invoke(alerts);
        });
        Services = builder.Services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public ServiceProvider Services { get; }

    public RecordingSink Sink { get; }

    public GigaChatUsageAlerts Alerts => Services.GetRequiredService<GigaChatUsageAlerts>();

    public DateTimeOffset Now => Time.GetUtcNow();

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public Task WriteAsync(params UsageRecord[] records) =>
        Get<IUsageStore>().AppendAsync(records, CancellationToken.None);

    /// <summary>Moves the clock, evaluates and delivers.</summary>
    /// <returns>The alerts that were opened.</returns>
    public async Task<IReadOnlyList<UsageAlert>> AfterAsync(TimeSpan time)
    {
        Time.Advance(time);
        var opened = await Alerts.EvaluateAsync();
        await Alerts.DeliverAsync();
        return opened;
    }

    /// <summary>Counts a use on the budgets, and waits until they show it: a counter is opened from the records in the
    /// background.</summary>
    public async Task CountAsync(UsageRecord record)
    {
        var budgets = Get<GigaChatBudgets>();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var before = await UsedAsync();
        budgets.Count(record);
        while (await UsedAsync() <= before)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, patience.Token);

        async Task<decimal> UsedAsync() =>
            (await budgets.GetStatusAsync(patience.Token)).Sum(static status => status.Used);
    }

    public Task<IReadOnlyList<UsageAlert>> EvaluateAsync() => AfterAsync(TimeSpan.Zero);

    public ValueTask DisposeAsync() => Services.DisposeAsync();

    /// <summary>A record of a call.</summary>
    public UsageRecord Call(long tokens = 1_000, string? user = "u-1", string? model = "GigaChat-2-Max") =>
        new()
        {
            Id = Guid.CreateVersion7(Now),
            CreatedAt = Now,
            Operation = UsageOperation.TextGeneration,
            Model = model,
            UserId = user,
            UserName = user is null ? null : $"Name of {user}",
            Topic = "a secret topic",
            AccessToken = "fingerprint-of-a-token",
            AccessTokenType = "DEMO",
            TotalTokens = tokens,
            PromptTokens = tokens / 4,
            CompletionTokens = tokens - (tokens / 4),
        };
}
