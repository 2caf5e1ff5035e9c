using GigaChat.Usage.Logging;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.DependencyInjection;

/// <summary>
/// Logs a warning, when the host starts, that no store was chosen: the default, which is useful for a trial, loses
/// records and grows in a service that runs for weeks.
/// </summary>
internal sealed partial class NoStoreWarning(IServiceProvider services, ILogger<UsageRecorder> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (ChosenStore.IsMissing(services))
            NoStoreChosen(new QuietLogger(logger));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        120,
        LogLevel.Warning,
        "No store was chosen for usage records: they are stored in this process's memory, which grows with every call, and are lost when it ends. Choose one on the result of AddGigaChatUsageTracking(): UseSqlite(…), UsePostgreSql(…), or UseInMemory() if this is intended."
    )]
    private static partial void NoStoreChosen(ILogger logger);
}
