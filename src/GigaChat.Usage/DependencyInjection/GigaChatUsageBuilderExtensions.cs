using System.Diagnostics.CodeAnalysis;
using GigaChat.Usage;
using GigaChat.Usage.Attribution;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Estimation;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that choose the store, the enrichers and the estimator of usage tracking.</summary>
public static class GigaChatUsageBuilderExtensions
{
    /// <summary>
    /// Stores records in this process's memory, which is also the default, with a warning in the log; they are lost
    /// when the process ends.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static IGigaChatUsageBuilder UseInMemory(this IGigaChatUsageBuilder builder) =>
        builder.UseStore<InMemoryUsageStore>();

    /// <summary>
    /// Stores records in an application-provided store, one instance for the application; queries use it too when it is
    /// an <see cref="IUsageReader"/>.
    /// </summary>
    /// <typeparam name="TStore">The type of the store.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IGigaChatUsageBuilder UseStore<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore
    >(this IGigaChatUsageBuilder builder)
        where TStore : class, IUsageStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<TStore>();
        return builder.UseStore(static services => services.GetRequiredService<TStore>());
    }

    /// <summary>Stores records in an application-provided store, which is not disposed with the services.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="store">The store; queries use it too when it is an <see cref="IUsageReader"/>.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseStore(this IGigaChatUsageBuilder builder, IUsageStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        // An instance instead of a factory: the services dispose the result of a factory.
        builder.UseStore(_ => store);
        builder.Services.Replace(ServiceDescriptor.Singleton(store));
        if (store is IUsageReader reader)
            builder.Services.Replace(ServiceDescriptor.Singleton(reader));
        return builder;
    }

    /// <summary>Stores records in a store that a factory creates, one instance for the application.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Creates the store, or gets it from the services.</param>
    public static IGigaChatUsageBuilder UseStore(
        this IGigaChatUsageBuilder builder,
        Func<IServiceProvider, IUsageStore> factory
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.TryAddSingleton<ChosenStore>();
        builder.Services.Replace(ServiceDescriptor.Singleton(factory));
        builder.Services.Replace(
            ServiceDescriptor.Singleton(static services =>
                services.GetRequiredService<IUsageStore>() as IUsageReader
                ?? throw new InvalidOperationException(
                    $"The usage store {services.GetRequiredService<IUsageStore>().GetType()} does not support queries: "
                        + $"implement {nameof(IUsageReader)} in it, or register an {nameof(IUsageReader)} after choosing the store."
                )
            )
        );
        return builder;
    }

    /// <summary>Adds an enricher, one instance for the application.</summary>
    /// <typeparam name="TEnricher">The enricher.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IGigaChatUsageBuilder AddEnricher<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEnricher
    >(this IGigaChatUsageBuilder builder)
        where TEnricher : class, IUsageEnricher
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IUsageEnricher, TEnricher>());
        return builder;
    }

    /// <summary>Adds an application-provided enricher.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="enricher">The enricher.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder AddEnricher(this IGigaChatUsageBuilder builder, IUsageEnricher enricher)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(enricher);
        builder.Services.AddSingleton(enricher);
        return builder;
    }

    /// <summary>Adds an enricher that is a function; see <see cref="IUsageEnricher.Enrich"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="enrich">Returns the context of a request: the same, or a copy with more set.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder AddEnricher(
        this IGigaChatUsageBuilder builder,
        Func<UsageContext, HttpRequestMessage, UsageContext> enrich
    )
    {
        ArgumentNullException.ThrowIfNull(enrich);
        return builder.AddEnricher(new DelegateEnricher(enrich));
    }

    /// <summary>Estimates with an estimator that the services create where the API reports no usage.</summary>
    /// <typeparam name="TEstimator">The estimator.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseEstimator<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEstimator
    >(this IGigaChatUsageBuilder builder)
        where TEstimator : class, ITokenEstimator
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<ITokenEstimator, TEstimator>());
        return builder;
    }

    /// <summary>Estimates with an estimator that a factory creates where the API reports no usage.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Creates the estimator.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseEstimator(
        this IGigaChatUsageBuilder builder,
        Func<IServiceProvider, ITokenEstimator> factory
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.Replace(ServiceDescriptor.Singleton(factory));
        return builder;
    }

    /// <summary>Estimates with an application-provided estimator where the API reports no usage.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="estimator">The estimator, such as <see cref="CharacterRatioTokenEstimator"/>.</param>
    public static IGigaChatUsageBuilder UseEstimator(this IGigaChatUsageBuilder builder, ITokenEstimator estimator)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(estimator);
        builder.Services.Replace(ServiceDescriptor.Singleton(estimator));
        return builder;
    }

    /// <summary>Computes costs from an application-provided price book.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="prices">The prices, such as <c>PriceBook.Sber.With(…)</c> or <c>PriceBook.FromJson(…)</c>.</param>
    public static IGigaChatUsageBuilder UsePriceBook(this IGigaChatUsageBuilder builder, PriceBook prices)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(prices);
        builder.Services.Configure<PriceBookChoice>(choice => choice.Book = prices);
        return builder;
    }

    /// <summary>
    /// Computes costs from a price book in configuration. When the configuration changes, such as a file that is
    /// edited, the new prices apply without a restart; a change that is not valid is logged, and the previous prices
    /// stay in effect.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">The section; see <see cref="PriceBook.FromConfiguration"/>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="OptionsValidationException">The section is no price book; the message names every invalid entry
    /// and the allowed values.</exception>
    public static IGigaChatUsageBuilder UsePriceBook(
        this IGigaChatUsageBuilder builder,
        IConfigurationSection configuration
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        _ = PriceBook.FromConfiguration(configuration); // An error now, also in a program without a host.
        builder.Services.Configure<PriceBookChoice>(choice => choice.Book = PriceBook.FromConfiguration(configuration));
        builder.Services.ReloadOn<PriceBookChoice>(configuration);
        return builder;
    }

    /// <summary>Adds a gate that decides whether calls are sent.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="gate">The gate.</param>
    public static IGigaChatUsageBuilder AddCallGate(this IGigaChatUsageBuilder builder, ICallGate gate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(gate);
        builder.Services.AddSingleton(gate);
        return builder;
    }

    /// <summary>Adds a gate that decides whether calls are sent, one instance for the application.</summary>
    /// <typeparam name="TGate">The type of the gate.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IGigaChatUsageBuilder AddCallGate<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TGate
    >(this IGigaChatUsageBuilder builder)
        where TGate : class, ICallGate
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ICallGate, TGate>());
        return builder;
    }

    /// <summary>Adds an observer that receives the record of each call before it is stored.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="observer">The observer.</param>
    public static IGigaChatUsageBuilder AddUsageObserver(this IGigaChatUsageBuilder builder, IUsageObserver observer)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(observer);
        builder.Services.AddSingleton(observer);
        return builder;
    }

    /// <summary>Adds an observer that receives the record of each call before it is stored, one instance for the
    /// application.</summary>
    /// <typeparam name="TObserver">The type of the observer.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IGigaChatUsageBuilder AddUsageObserver<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TObserver
    >(this IGigaChatUsageBuilder builder)
        where TObserver : class, IUsageObserver
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IUsageObserver, TObserver>());
        return builder;
    }

    /// <summary>
    /// Stores the calibration of the estimator by reported usage in a file, from one run of the application to the
    /// next.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file's path; its folder must exist.</param>
    public static IGigaChatUsageBuilder KeepCalibration(this IGigaChatUsageBuilder builder, string path) =>
        builder.KeepCalibration(new FileTokenCalibrationStore(path));

    /// <summary>Stores the calibration of the estimator by reported usage in an application-provided store.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="store">The store.</param>
    public static IGigaChatUsageBuilder KeepCalibration(
        this IGigaChatUsageBuilder builder,
        ITokenCalibrationStore store
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);
        builder.Services.Replace(ServiceDescriptor.Singleton(store));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TokenCalibrationService>());
        return builder;
    }
}
