using GigaChat.Usage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses SQLite as the store of usage tracking.</summary>
public static class SqliteGigaChatUsageBuilderExtensions
{
    /// <summary>Keeps records in an SQLite file; the store is also there as <see cref="SqliteUsageStore"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">Names the file: <c>Data Source=usage.db</c>. Its folder must exist.</param>
    /// <param name="configure">Sets further options; wrong ones are an <see cref="OptionsValidationException"/> at start.</param>
    /// <returns>The builder.</returns>
    public static IGigaChatUsageBuilder UseSqlite(this IGigaChatUsageBuilder builder, string connectionString, Action<SqliteUsageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<SqliteUsageOptions, SqliteUsageOptionsValidator>()
            .Configure(options => options.ConnectionString = connectionString)
            .Configure(configure ?? (static _ => { }));
        services.TryAddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<SqliteUsageOptions>>().Value;
            return new SqliteUsageStore(options.ConnectionString, options.MigrateOnStart);
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UsageMigrationService>());
        return builder.UseStore(static provider => provider.GetRequiredService<SqliteUsageStore>());
    }
}
