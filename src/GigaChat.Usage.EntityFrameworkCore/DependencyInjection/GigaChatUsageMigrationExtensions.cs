using GigaChat.Usage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Brings the tables of usage tracking up to date when the application says so.</summary>
public static class GigaChatUsageMigrationExtensions
{
    /// <summary>Creates the tables of the application's store or brings them up to date, as a step of a deployment that
    /// starts with <c>MigrateOnStart</c> false.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="cancellationToken">Cancels it; the tables then stay as they were.</param>
    /// <exception cref="InvalidOperationException">The application's store is not one of a relational
    /// database.</exception>
    public static Task MigrateGigaChatUsageAsync(
        this IServiceProvider services,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        var store = services.GetRequiredService<IUsageStore>();
        return store is EfUsageStore ef
            ? ef.EnsureMigratedAsync(cancellationToken)
            : throw new InvalidOperationException(
                $"The usage store {store.GetType()} has no tables to migrate: choose one that has, such as UseSqlite(...)."
            );
    }
}
