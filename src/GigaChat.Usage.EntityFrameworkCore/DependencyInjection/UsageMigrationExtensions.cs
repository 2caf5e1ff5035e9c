using GigaChat.Usage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Migrates the tables of usage tracking.</summary>
public static class UsageMigrationExtensions
{
    /// <summary>Brings the tables of usage tracking up to date: for deployments that set <c>MigrateOnStart</c> to false. Safe to call again.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="cancellationToken">Cancels the migration.</param>
    /// <exception cref="InvalidOperationException">No relational store was chosen with <c>UseSqlite</c> or <c>UsePostgreSql</c>.</exception>
    public static Task MigrateGigaChatUsageAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        var store = services.GetService<EfUsageStore>() ?? throw new InvalidOperationException(
            "There is nothing to migrate: choose a store with UseSqlite(...) or UsePostgreSql(...) after AddGigaChatUsageTracking().");
        return store.EnsureMigratedAsync(cancellationToken);
    }
}
