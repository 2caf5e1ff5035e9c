using System.Diagnostics.CodeAnalysis;
using GigaChat.Usage;
using GigaChat.Usage.Budgets;
using GigaChat.Usage.Configuration;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Extension methods that add budgets, prepaid token packages and the reconciliation of the provider's balance.
/// </summary>
public static class GigaChatUsageBudgetBuilderExtensions
{
    /// <summary>Adds prepaid packages; <see cref="GigaChatTokenPackages"/> reports their state.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="packages">The packages.</param>
    /// <exception cref="OptionsValidationException">A package is not valid.</exception>
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
    /// <exception cref="OptionsValidationException">An entry is not valid; the message names every one.</exception>
    public static IGigaChatUsageBuilder AddTokenPackages(
        this IGigaChatUsageBuilder builder,
        IConfigurationSection configuration
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.AddTokenPackages(TokenPackageReader.Read(configuration));
    }

    /// <summary>
    /// Adds budgets, which calls are checked against before they are sent; see <see cref="GigaChatBudgets"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="budgets">The budgets.</param>
    /// <exception cref="OptionsValidationException">A budget is not valid; the message names every problem.</exception>
    public static IGigaChatUsageBuilder AddBudgets(
        this IGigaChatUsageBuilder builder,
        params IEnumerable<UsageBudget> budgets
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(budgets);
        UsageBudget[] added = [.. budgets];
        SettingProblems.ThrowIfAny(typeof(UsageBudget), [.. added.SelectMany(static budget => budget.Problems())]);
        builder.Services.AddBudgetServices();
        if (added.Length > 0)
        {
            builder.Services.Configure<UsageBudgetList>(list => list.Budgets.AddRange(added));
            builder.Services.AddBudgetGate();
        }

        return builder;
    }

    /// <summary>
    /// Adds budgets from configuration: a list of groups with the names of <see cref="UsageBudget"/>'s properties. When
    /// the configuration changes, such as a file that is edited, the budgets change without a restart: a new limit
    /// applies to what is already used. A change that is not valid is logged, and the previous budgets stay in effect.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">The section with the list.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="OptionsValidationException">An entry is not valid; the message names every one.</exception>
    public static IGigaChatUsageBuilder AddBudgets(
        this IGigaChatUsageBuilder builder,
        IConfigurationSection configuration
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        _ = UsageBudgetReader.Read(configuration); // An error now, also in a program without a host.
        builder.Services.AddBudgetServices();
        builder.Services.AddSingleton<IConfigureOptions<UsageBudgetList>>(new UsageBudgetList.Reader(configuration));
        builder.Services.ReloadOn<UsageBudgetList>(configuration);
        builder.Services.AddBudgetGate();
        return builder;
    }

    /// <summary>Sets the options of budgets.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets options; invalid ones cause an <see cref="OptionsValidationException"/> at
    /// start.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseBudgetOptions(
        this IGigaChatUsageBuilder builder,
        Action<GigaChatBudgetOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddBudgetServices();
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>
    /// Sets the options of budgets from configuration; they change with it without a restart, and stay as they are when
    /// a change is not valid.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">A section with the properties of <see cref="GigaChatBudgetOptions"/> as keys; an
    /// unknown key is an <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseBudgetOptions(
        this IGigaChatUsageBuilder builder,
        IConfigurationSection configuration
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        builder.UseBudgetOptions(options => GigaChatBudgetOptionsValidator.Bind(configuration, options));
        builder.Services.ReloadOn<GigaChatBudgetOptions>(configuration);
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
            new GigaChatBalanceOptions
            {
                Recorder = provider.GetRequiredService<IUsageRecorder>(),
                Packages = [.. provider.GetServices<TokenPackage>()],
                Logger = provider.GetService<ILogger<GigaChatBalance>>(),
            }
        ));
        services.AddReloadingOptions<UsageBudgetList>();
        services.AddReloadingOptions<GigaChatBudgetOptions>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<UsageBudgetList>, UsageBudgetList.Validator>()
        );
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<GigaChatBudgetOptions>, GigaChatBudgetOptionsValidator>()
        );
        services.TryAddSingleton<IBudgetStore, InProcessBudgetStore>();
        services.TryAddSingleton(CreateBudgets);
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

    private static void AddBudgetGate(this IServiceCollection services)
    {
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ICallGate, GigaChatBudgets>(static provider =>
                provider.GetRequiredService<GigaChatBudgets>()
            )
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDiagnosticCheck, BudgetCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BudgetHostedService>());
    }

    private static GigaChatBudgets CreateBudgets(IServiceProvider provider)
    {
        var list = provider.GetRequiredService<IOptionsMonitor<UsageBudgetList>>();
        var options = provider.GetRequiredService<IOptionsMonitor<GigaChatBudgetOptions>>();
        var budgets = new GigaChatBudgets(
            list.CurrentValue.Budgets,
            provider.GetRequiredService<GigaChatTokenUsage>(),
            new GigaChatBudgetServices
            {
                Options = options.CurrentValue,
                Store = provider.GetRequiredService<IBudgetStore>(),
                TimeProvider = provider.GetRequiredService<TimeProvider>(),
                Logger = provider.GetService<ILogger<GigaChatBudgets>>(),
                Metrics = new BudgetMetrics(provider.GetRequiredService<GigaChatUsageMeter>().Meter),
                Limits = TimeLimitClock.Of(provider),
            }
        );
        list.OnChange(changed => budgets.Replace(changed.Budgets));
        options.OnChange(changed => budgets.Options = changed);
        return budgets;
    }
}
