using GigaChat.Usage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Counts budgets for several processes together.</summary>
public static class GigaChatUsageSharedBudgetsExtensions
{
    /// <summary>Counts budgets in the usage store's database, for all processes that share it, in place of this process
    /// alone; see <see cref="EfBudgetStore"/>.</summary>
    /// <param name="builder">The builder, whose store is one of a relational database; with another one the first use
    /// is an <see cref="InvalidOperationException"/>.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder ShareBudgets(this IGigaChatUsageBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IBudgetStore>(static provider => new EfBudgetStore(
                provider.GetService<EfUsageStore>()
                    ?? throw new InvalidOperationException(
                        $"{nameof(ShareBudgets)}() needs a relational store: choose one with UseSqlite or UsePostgreSql."
                    )
            ))
        );
        return builder;
    }
}
