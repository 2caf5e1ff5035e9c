using GigaChat.Usage.Logging;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>What a store takes from the application.</summary>
/// <param name="TimeZone">The time zone of the report's days.</param>
/// <param name="Time">Tells the time.</param>
/// <param name="Logger">Where it tells of migrations and of what it deleted.</param>
internal sealed record StoreServices(TimeZoneInfo TimeZone, TimeProvider Time, ILogger Logger)
{
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
