using GigaChat.Usage.Logging;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The services that a store takes from the application.</summary>
/// <param name="TimeZone">The report time zone.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log of migrations and deletions.</param>
internal sealed record StoreServices(TimeZoneInfo TimeZone, TimeProvider Time, ILogger Logger)
{
    /// <summary>The number of tags with sums of their own.</summary>
    public TagLimits Tags { get; init; } = TagLimits.Default;

    public TagNames NewTagNames() => new(Tags, Logger);

    public static StoreServices Without(TimeZoneInfo? timeZone) =>
        new(timeZone ?? ReportTimeZone.Default, TimeProvider.System, NullLogger.Instance);

    public static StoreServices From(IServiceProvider services) =>
        new(
            ReportTimeZone.Find(services.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value.TimeZone)
                ?? ReportTimeZone.Default,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            new QuietLogger(
                services.GetService<ILoggerFactory>()?.CreateLogger("GigaChat.Usage.Storage") ?? NullLogger.Instance
            )
        );
}
