using GigaChat.Usage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that migrate the tables of usage tracking.</summary>
public static class GigaChatUsageMigrationExtensions
{
    /// <summary>
    /// Creates or migrates the tables of the application's store, as a step of a deployment that starts with
    /// <c>MigrateOnStart</c> false.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. After a cancellation the tables
    /// are unchanged.</param>
    /// <exception cref="InvalidOperationException">The application's store has no tables.</exception>
    public static Task MigrateGigaChatUsageAsync(
        this IServiceProvider services,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        var store = services.GetRequiredService<IUsageStore>();
        return store is IUsageStoreMigrations migrations
            ? migrations.EnsureMigratedAsync(cancellationToken)
            : throw new InvalidOperationException(
                $"The usage store {store.GetType()} has no tables to migrate: choose one that has, such as UseSqlite(...)."
            );
    }
}
