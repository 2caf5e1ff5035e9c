using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace GigaChat.Usage.Tests.DependencyInjection;

/// <summary>A host whose records go to memory says so once, unless that was chosen.</summary>
[TestFixture]
internal sealed class NoStoreWarningTests
{
    [Test]
    public async Task Without_a_choice_the_start_warns_once_and_says_what_to_do()
    {
        var warnings = await WarningsAsync(static services =>
        {
            services.AddGigaChatUsageTracking();
            services.AddGigaChatUsageTracking();
            services.AddHttpClient("one").AddGigaChatUsageTracking();
        });

        warnings
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("No store was chosen")
            .And.Contain("memory")
            .And.Contain("UseSqlite")
            .And.Contain("UseInMemory()");
    }

    [Test]
    public async Task A_client_that_is_tracked_alone_warns_too() =>
        (await WarningsAsync(static services => services.AddHttpClient("one").AddGigaChatUsageTracking()))
            .Should()
            .ContainSingle();

    [Test]
    public async Task A_choice_is_not_warned_of()
    {
        (await WarningsAsync(static services => services.AddGigaChatUsageTracking().UseInMemory())).Should().BeEmpty();
        (await WarningsAsync(static services => services.AddGigaChatUsageTracking().UseStore<InMemoryUsageStore>()))
            .Should()
            .BeEmpty();
        (
            await WarningsAsync(static services =>
                services.AddGigaChatUsageTracking().UseStore(static _ => new InMemoryUsageStore())
            )
        )
            .Should()
            .BeEmpty();
        (
            await WarningsAsync(static services =>
                services.AddSingleton<IUsageStore>(new OwnStore()).AddGigaChatUsageTracking()
            )
        )
            .Should()
            .BeEmpty();
    }

    private static async Task<IEnumerable<string>> WarningsAsync(Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var log = new FakeLoggerProvider();
        builder.Services.AddSingleton<ILoggerProvider>(log);
        add(builder.Services);
        using var host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
        return log
            .Collector.GetSnapshot()
            .Where(static line => line.Level >= LogLevel.Warning)
            .Select(static line => line.Message);
    }

    private sealed class OwnStore : IUsageStore
    {
        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
