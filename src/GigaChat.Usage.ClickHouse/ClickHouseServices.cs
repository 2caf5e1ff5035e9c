using GigaChat.Usage.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.ClickHouse;

/// <summary>The services that a store takes from the application.</summary>
/// <param name="TimeZone">The report time zone.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log of migrations, seals and deletions.</param>
internal sealed record ClickHouseServices(TimeZoneInfo TimeZone, TimeProvider Time, ILogger Logger)
{
    /// <summary>The time after a mark in which its inserts may still run; tests that write nothing meanwhile shorten
    /// it.</summary>
    public TimeSpan Grace { get; init; } = ClickHouseLimits.Grace;

    /// <summary>The time for which a mark covers inserts.</summary>
    public TimeSpan MarkLife { get; init; } = ClickHouseLimits.MarkLife;

    /// <summary>The time for which rows of seals that do not count any more are kept.</summary>
    public TimeSpan OldSealLife { get; init; } = ClickHouseLimits.OldSealLife;

    public static ClickHouseServices Without(TimeZoneInfo? timeZone) =>
        new(timeZone ?? ReportTimeZone.Default, TimeProvider.System, NullLogger.Instance);

    public static ClickHouseServices From(IServiceProvider services) =>
        new(
            ReportTimeZone.Find(services.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value.TimeZone)
                ?? ReportTimeZone.Default,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            new QuietLogger(
                services.GetService<ILoggerFactory>()?.CreateLogger("GigaChat.Usage.Storage") ?? NullLogger.Instance
            )
        );
}
