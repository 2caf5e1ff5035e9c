using GigaChat.Usage;

namespace OpenTelemetry.Trace;

/// <summary>Extension methods that collect the spans of GigaChat calls.</summary>
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
