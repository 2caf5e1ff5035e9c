using GigaChat.Usage;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that share alerts between processes.</summary>
public static class GigaChatUsageSharedAlertsExtensions
{
    /// <summary>
    /// Stores alerts in a separate database, for all processes that share it: for a usage store that is not relational.
    /// With a relational one alerts are in its database anyway.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="database">Chooses the database: <c>alerts => alerts.UsePostgreSql(connectionString)</c>. It has all
    /// tables of usage tracking; those of records stay empty.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">No relational database is chosen; thrown when the host
    /// starts.</exception>
    public static IGigaChatUsageBuilder ShareAlerts(
        this IGigaChatUsageBuilder builder,
        Action<IGigaChatUsageBuilder> database
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(database);
        builder.Services.Replace(ServiceDescriptor.Singleton(provider => new AlertDatabase(provider, database)));
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IUsageAlertStore>(static provider =>
                provider.GetRequiredService<AlertDatabase>().Store
            )
        );
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHostedService, AlertDatabase>(static provider =>
                provider.GetRequiredService<AlertDatabase>()
            )
        );
        return builder;
    }
}
