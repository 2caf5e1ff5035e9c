using System.Diagnostics.CodeAnalysis;
using GigaChat.Usage;
using GigaChat.Usage.Budgets;
using GigaChat.Usage.Configuration;
using GigaChat.Usage.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Extension methods that add budgets, prepaid token packages and the reconciliation of the provider's balance.
/// </summary>
public static class GigaChatUsageBudgetBuilderExtensions
{
    /// <summary>Adds prepaid packages; <see cref="GigaChatTokenPackages"/> reports their state.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="packages">The packages.</param>
    /// <exception cref="ArgumentException">A package is not valid.</exception>
    public static IGigaChatUsageBuilder AddTokenPackages(
        this IGigaChatUsageBuilder builder,
        params IEnumerable<TokenPackage> packages
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(packages);
        builder.Services.AddBudgetServices();
        foreach (var package in packages)
        {
            package.Validate();
            builder.Services.AddSingleton(package);
        }

        return builder;
    }

    /// <summary>
    /// Adds prepaid packages from configuration: a list of groups with the names of <see cref="TokenPackage"/>'s
    /// properties.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">The section with the list.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An entry is not valid; the message
    /// names every one.</exception>
    public static IGigaChatUsageBuilder AddTokenPackages(
        this IGigaChatUsageBuilder builder,
        IConfiguration configuration
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.AddTokenPackages(TokenPackageReader.Read(SettingNode.Of(configuration)));
    }

    /// <summary>
    /// Adds budgets, which calls are checked against before they are sent; see <see cref="GigaChatBudgets"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="budgets">The budgets.</param>
    /// <exception cref="ArgumentException">A budget is not valid.</exception>
    public static IGigaChatUsageBuilder AddBudgets(
        this IGigaChatUsageBuilder builder,
        params IEnumerable<UsageBudget> budgets
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(budgets);
        builder.Services.AddBudgetServices();
        foreach (var budget in budgets)
        {
            budget.Validate();
            builder.Services.AddSingleton(budget);
            builder.Services.TryAddEnumerable(
                ServiceDescriptor.Singleton<ICallGate, GigaChatBudgets>(static provider =>
                    provider.GetRequiredService<GigaChatBudgets>()
                )
            );
            builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IDiagnosticCheck, BudgetCheck>());
        }

        return builder;
    }

    /// <summary>
    /// Adds budgets from configuration: a list of groups with the names of <see cref="UsageBudget"/>'s properties.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">The section with the list.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An entry is not valid; the message
    /// names every one.</exception>
    public static IGigaChatUsageBuilder AddBudgets(this IGigaChatUsageBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.AddBudgets(UsageBudgetReader.Read(SettingNode.Of(configuration)));
    }

    /// <summary>Sets the options of budgets.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static IGigaChatUsageBuilder UseBudgetOptions(
        this IGigaChatUsageBuilder builder,
        GigaChatBudgetOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        builder.Services.AddBudgetServices();
        builder.Services.Replace(ServiceDescriptor.Singleton(options));
        return builder;
    }

    /// <summary>Counts budgets in an application-provided store, which is not disposed with the services.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="store">The store.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseBudgetStore(this IGigaChatUsageBuilder builder, IBudgetStore store)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);
        builder.Services.AddBudgetServices();
        builder.Services.Replace(ServiceDescriptor.Singleton(store));
        return builder;
    }

    /// <summary>Counts budgets in a store that a factory creates, one instance for the application.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Creates the store.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseBudgetStore(
        this IGigaChatUsageBuilder builder,
        Func<IServiceProvider, IBudgetStore> factory
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.AddBudgetServices();
        builder.Services.Replace(ServiceDescriptor.Singleton(factory));
        return builder;
    }

    /// <summary>Counts budgets in a store that the services create, one instance for the application.</summary>
    /// <typeparam name="TStore">The store.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseBudgetStore<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore
    >(this IGigaChatUsageBuilder builder)
        where TStore : class, IBudgetStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddBudgetServices();
        builder.Services.Replace(ServiceDescriptor.Singleton<IBudgetStore, TStore>());
        return builder;
    }

    /// <summary>
    /// Stores the balances in responses to <c>GET /balance</c>, which <see cref="GigaChatBalance"/> compares with the
    /// records.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static IGigaChatUsageBuilder AddBalanceReconciliation(this IGigaChatUsageBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddBudgetServices();
        return builder;
    }

    private static void AddBudgetServices(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new GigaChatBalance(
            provider.GetRequiredService<GigaChatTokenUsage>(),
            provider.GetRequiredService<IUsageRecorder>(),
            provider.GetService<ILogger<GigaChatBalance>>(),
            provider.GetServices<TokenPackage>()
        ));
        services.TryAddSingleton<GigaChatBudgetOptions>();
        services.TryAddSingleton<IBudgetStore, InProcessBudgetStore>();
        services.TryAddSingleton(static provider => new GigaChatBudgets(
            provider.GetServices<UsageBudget>(),
            provider.GetRequiredService<GigaChatTokenUsage>(),
            provider.GetRequiredService<GigaChatBudgetOptions>(),
            provider.GetRequiredService<IBudgetStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<GigaChatBudgets>>(),
            new BudgetMetrics(provider.GetRequiredService<GigaChatUsageMeter>().Meter),
            TimeLimitClock.Of(provider)
        ));
        services.TryAddSingleton(static provider => new GigaChatTokenPackages(
            provider.GetRequiredService<GigaChatTokenUsage>(),
            provider.GetServices<TokenPackage>()
        ));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IBalanceObserver, GigaChatBalance>(static provider =>
                provider.GetRequiredService<GigaChatBalance>()
            )
        );
    }
}
