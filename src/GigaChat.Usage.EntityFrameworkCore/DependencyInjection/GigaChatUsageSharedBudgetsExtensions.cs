using GigaChat.Usage;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that share budgets between processes.</summary>
public static class GigaChatUsageSharedBudgetsExtensions
{
    /// <summary>
    /// Counts budgets in the usage store's database for all processes that share it, instead of in this process alone;
    /// see <see cref="EfBudgetStore"/>.
    /// </summary>
    /// <param name="builder">The builder. Its store must be a relational one; with another store the first use throws
    /// an <see cref="InvalidOperationException"/>.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder ShareBudgets(this IGigaChatUsageBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IBudgetStore>(static provider => new EfBudgetStore(
                provider.GetService<EfUsageStore>()
                    ?? throw new InvalidOperationException(
                        $"{nameof(ShareBudgets)}() needs a relational store: choose one with UseSqlite or UsePostgreSql, "
                            + $"or name a database for budgets alone: {nameof(ShareBudgets)}(budgets => budgets.UsePostgreSql(connectionString))."
                    )
            ))
        );
        return builder;
    }

    /// <summary>Counts budgets in a separate database, for all processes that share it: for a usage store that is not
    /// relational, or in which budgets shall not be counted.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="database">Chooses the database: <c>budgets => budgets.UsePostgreSql(connectionString)</c>. It has
    /// all tables of usage tracking; those of records stay empty.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">No relational database is chosen; thrown when the host
    /// starts.</exception>
    public static IGigaChatUsageBuilder ShareBudgets(
        this IGigaChatUsageBuilder builder,
        Action<IGigaChatUsageBuilder> database
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(database);
        builder.Services.Replace(ServiceDescriptor.Singleton(provider => new BudgetDatabase(provider, database)));
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IBudgetStore>(static provider =>
                provider.GetRequiredService<BudgetDatabase>().Store
            )
        );
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, BudgetDatabase>(static provider =>
                provider.GetRequiredService<BudgetDatabase>()
            )
        );
        return builder;
    }
}
