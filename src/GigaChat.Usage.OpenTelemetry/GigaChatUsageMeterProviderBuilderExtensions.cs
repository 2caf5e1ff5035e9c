using GigaChat.Usage;

namespace OpenTelemetry.Metrics;

/// <summary>Extension methods that collect the metrics of GigaChat calls.</summary>
public static class GigaChatUsageMeterProviderBuilderExtensions
{
    /// <summary>
    /// Collects the metrics of GigaChat calls, <c>gen_ai.client.token.usage</c>,
    /// <c>gen_ai.client.operation.duration</c>, <c>gen_ai.client.operation.time_to_first_chunk</c>
    /// and <c>gigachat.usage.cost</c>, and those of usage tracking itself; see <see cref="GigaChatUsageMeter"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static MeterProviderBuilder AddGigaChatUsageInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(GigaChatUsageMeter.Name);
    }
}
