using GigaChat.Usage.Benchmarks.Store;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Benchmarks.Reliability;

/// <summary>An application as a user writes it: a factory client, tracking and a store.</summary>
internal static class TrackedApplication
{
    /// <summary>The name of the tracked client.</summary>
    public const string Tracked = "tracked";

    /// <summary>The name of an untracked client beside it.</summary>
    public const string Bare = "bare";

    public static ServiceProvider Build(ReliabilityOptions options, string connectionString, string folder, Uri server)
    {
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.AddFilter(nameof(GigaChat), LogLevel.Warning));
        var tracking = services.AddGigaChatUsageTracking(choices =>
        {
            choices.TrackAllClients = false;
            choices.Durability = options.Durability;
            choices.JournalDirectory = Path.Combine(folder, "journal");
        });
        tracking.UseStore(_ => StoreTarget.OpenStore(options.Database == "sqlite", connectionString));
        services.AddHttpClient(Tracked, client => client.BaseAddress = server).AddGigaChatUsageTracking();
        services.AddHttpClient(Bare, client => client.BaseAddress = server);
        return services.BuildServiceProvider();
    }
}
