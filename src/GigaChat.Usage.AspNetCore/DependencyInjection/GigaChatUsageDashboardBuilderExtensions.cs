using GigaChat.Usage;
using GigaChat.Usage.AspNetCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that set the options of the dashboard.</summary>
public static class GigaChatUsageDashboardBuilderExtensions
{
    /// <summary>Sets the options of every dashboard that is mapped.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets options; invalid ones cause an <see cref="OptionsValidationException"/> when the
    /// dashboard is mapped.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseDashboardOptions(
        this IGigaChatUsageBuilder builder,
        Action<GigaChatUsageDashboardOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Sets the options of every dashboard that is mapped, from configuration.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">A section with the properties of <see cref="GigaChatUsageDashboardOptions"/> as keys;
    /// an unknown key or an invalid value is an <see cref="OptionsValidationException"/> when the dashboard is
    /// mapped.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseDashboardOptions(
        this IGigaChatUsageBuilder builder,
        IConfigurationSection configuration
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.UseDashboardOptions(options =>
            GigaChatUsageDashboardOptionsValidator.Bind(configuration, options)
        );
    }
}
