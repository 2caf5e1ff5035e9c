using GigaChat.Usage;
using GigaChat.Usage.AspNetCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health of usage tracking to an application's health checks.</summary>
public static class GigaChatUsageHealthChecksBuilderExtensions
{
    /// <summary>
    /// Checks that records reach the store. Fails when records were lost in the last five minutes (dropped, or given
    /// up); degraded when the queue is
    /// more than half full, or writes had to be repeated in that time and records still wait. The counters are in the
    /// result's data.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What a loss of records is reported as; degraded when null, for an application that
    /// lives on without its accounting.</param>
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
