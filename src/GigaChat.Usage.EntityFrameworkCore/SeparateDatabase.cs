using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A database beside the usage store, with services of its own: a store that is chosen twice in one collection
/// would replace the application's.</summary>
internal abstract class SeparateDatabase : IHostedService, IAsyncDisposable, IDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="application">The services of the application.</param>
    /// <param name="choose">Chooses the database.</param>
    /// <param name="method">The public method that needs it, for the error.</param>
    protected SeparateDatabase(IServiceProvider application, Action<IGigaChatUsageBuilder> choose, string method)
    {
        var services = new ServiceCollection();
        services.AddSingleton(application.GetRequiredService<IOptions<GigaChatUsageOptions>>());
        services.AddSingleton(application.GetRequiredService<TimeProvider>());
        services.AddSingleton(application.GetRequiredService<ILoggerFactory>());
        services.TryAdd(ServiceDescriptor.Singleton(typeof(ILogger<>), typeof(Logger<>)));
        choose(new Builder(services));
        _services = services.BuildServiceProvider();
        Database = _services.GetService<EfUsageStore>()
            ?? throw new InvalidOperationException(
                $"{method} needs a relational database: choose one with UseSqlite or UsePostgreSql."
            );
    }

    protected EfUsageStore Database { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    public void Dispose() => _services.Dispose();

    private sealed class Builder(IServiceCollection services) : IGigaChatUsageBuilder
    {
        public IServiceCollection Services { get; } = services;
    }
}
