using System.Diagnostics.CodeAnalysis;
using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.DependencyInjection;

/// <summary>Adds options that follow a configuration while the application runs.</summary>
internal static class ReloadingOptions
{
    /// <summary>
    /// Adds options that are validated at start, and that keep their last valid values when a later change of the
    /// configuration is not valid.
    /// </summary>
    public static void AddReloadingOptions<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions
    >(this IServiceCollection services)
        where TOptions : class
    {
        services.AddOptions<TOptions>().ValidateOnStart();
        services.TryAddSingleton<IOptionsFactory<TOptions>>(static provider => new LastValidOptionsFactory<TOptions>(
            provider.GetServices<IConfigureOptions<TOptions>>(),
            provider.GetServices<IPostConfigureOptions<TOptions>>(),
            provider.GetServices<IValidateOptions<TOptions>>(),
            provider.GetRequiredService<ILoggerFactory>()
        ));
    }

    /// <summary>Creates the options again when a section of the configuration has changed.</summary>
    public static void ReloadOn<TOptions>(this IServiceCollection services, IConfigurationSection section)
        where TOptions : class =>
        services.AddSingleton<IOptionsChangeTokenSource<TOptions>>(
            new ConfigurationChangeTokenSource<TOptions>(section)
        );
}
