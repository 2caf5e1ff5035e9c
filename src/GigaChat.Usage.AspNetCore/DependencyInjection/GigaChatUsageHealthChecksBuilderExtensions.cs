using GigaChat.Usage;
using GigaChat.Usage.AspNetCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that add the health check of usage tracking.</summary>
public static class GigaChatUsageHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that records reach the store. It fails when records were lost in the last five minutes (dropped or
    /// failed); it is degraded when the queue is more than half full, or writes were retried in that time and records
    /// still wait. The counters are in the result's data.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">The status that reports a loss of records; null for degraded, for an application
    /// that must run without usage tracking.</param>
    /// <param name="tags">Tags to filter checks by.</param>
    public static IHealthChecksBuilder AddGigaChatUsage(
        this IHealthChecksBuilder builder,
        string name = "gigachat-usage",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        RecorderHealthCheck? check = null; // One instance a registration: it remembers what it saw.
        return builder.Add(
            new HealthCheckRegistration(
                name,
                services =>
                    LazyInitializer.EnsureInitialized(ref check, () =>
                        new RecorderHealthCheck(
                            services.GetRequiredService<IUsageRecorder>(),
                            services.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value.QueueCapacity,
                            services.GetService<TimeProvider>() ?? TimeProvider.System
                        )
                    ),
                failureStatus ?? HealthStatus.Degraded,
                tags
            )
        );
    }
}
