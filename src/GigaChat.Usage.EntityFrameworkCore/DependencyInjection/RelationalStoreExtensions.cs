using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The registrations that the packages of the providers share.</summary>
internal static class RelationalStoreExtensions
{
    /// <summary>Registers the application's store and the hosted services that work on it.</summary>
    public static IGigaChatUsageBuilder UseRelationalStore<TStore, TOptions, TValidator>(
        this IGigaChatUsageBuilder builder,
        Action<TOptions> configure,
        Func<TOptions, StoreServices, TStore> make
    )
        where TStore : EfUsageStore
        where TOptions : RelationalUsageOptions
        where TValidator : class, IValidateOptions<TOptions>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<TOptions, TValidator>().Configure(configure);
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<TOptions>>().Value;
            return make(options, StoreServices.From(provider) with { Tags = options.Tags });
        });
        services.Replace(
            ServiceDescriptor.Singleton<EfUsageStore>(static provider => provider.GetRequiredService<TStore>())
        );
        services.Replace(
            ServiceDescriptor.Singleton<RelationalUsageOptions>(static provider =>
                provider.GetRequiredService<IOptions<TOptions>>().Value
            )
        );
        services.TryAddSingleton<IDbContextFactory<UsageDbContext>>(static provider =>
            provider.GetRequiredService<EfUsageStore>()
        );
        services.Replace(
            ServiceDescriptor.Singleton(
                new DefaultAlertStore(static provider =>
                    provider.GetRequiredService<IUsageStore>() is EfUsageStore store
                        ? new EfUsageAlertStore(store)
                        : null
                )
            )
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UsageMigrationService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UsageRetentionService>());
        return builder.UseStore(static provider => provider.GetRequiredService<TStore>());
    }

    /// <summary>Gets the problems of the options that all providers share.</summary>
    public static IEnumerable<string> Problems(this RelationalUsageOptions options)
    {
        if (options.RetainRecordsFor is { } age && age < TimeSpan.FromDays(1))
            yield return $"{options.GetType().Name}.{nameof(options.RetainRecordsFor)} is {age}; it must be at least one day, or null to keep records permanently.";
        if (options.MaxTagKeysPerDay < 1)
            yield return $"{options.GetType().Name}.{nameof(options.MaxTagKeysPerDay)} is {options.MaxTagKeysPerDay}; it must be 1 or more.";
        if (options.MaxTagValuesPerDay < 1)
            yield return $"{options.GetType().Name}.{nameof(options.MaxTagValuesPerDay)} is {options.MaxTagValuesPerDay}; it must be 1 or more.";
    }
}
