using GigaChat.Usage;

namespace OpenTelemetry.Trace;

/// <summary>Subscribes traces to GigaChat's usage.</summary>
public static class GigaChatUsageTracerProviderBuilderExtensions
{
    /// <summary>Collects the spans of GigaChat calls; see <see cref="GigaChatUsageActivitySource"/>.</summary>
    /// <param name="builder">The builder.</param>
    public static TracerProviderBuilder AddGigaChatUsageInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(GigaChatUsageActivitySource.Name);
    }
}
