using GigaChat.Usage.Tests.Capture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Tests.DependencyInjection;

/// <summary>What the application supplies may itself take a client of the factory.</summary>
[TestFixture]
internal sealed class ClientsInServicesTests
{
    [Test]
    public async Task An_enricher_that_takes_a_typed_client_breaks_no_client_and_enriches_calls()
    {
        await using var server = await GigaChatServer.StartAsync();
        await using var services = Services(
            server,
            static services => services.AddSingleton<IUsageEnricher, EnricherWithClient>(),
            out var recorder
        );

        await CallAsync(services);
        await CallAsync(services);

        recorder.Records.Should().HaveCount(2).And.OnlyContain(record => record.Platform == "enriched");
    }

    [Test]
    public async Task An_estimator_a_store_and_a_log_that_take_a_client_break_no_client()
    {
        await using var server = await GigaChatServer.StartAsync();
        await using var services = Services(
            server,
            static services =>
                services
                    .AddSingleton<ITokenEstimator, EstimatorWithClient>()
                    .AddSingleton<IUsageStore, StoreWithClient>(),
            out var recorder
        );

        await CallAsync(services);

        recorder.Records.Should().ContainSingle().Which.Source.Should().Be(UsageSource.Reported);
    }

    /// <summary>Otherwise it would be asked about its own call, and about that one's, until the stack ends.</summary>
    [Test]
    public async Task An_enricher_that_calls_GigaChat_is_not_asked_about_its_own_call()
    {
        await using var server = await GigaChatServer.StartAsync();
        await using var services = Services(
            server,
            static services => services.AddSingleton<IUsageEnricher, CallingEnricher>(),
            out var recorder
        );

        await CallAsync(services);

        recorder.Records.Select(static record => record.Platform).Should().BeEquivalentTo([null, "enriched"]);
    }

    [Test]
    public async Task An_enricher_that_cannot_be_made_costs_the_caller_nothing_and_is_counted()
    {
        await using var server = await GigaChatServer.StartAsync();
        await using var services = Services(
            server,
            static services => services.AddSingleton<IUsageEnricher, BrokenEnricher>(),
            out _
        );

        await CallAsync(services);

        services
            .GetRequiredService<GigaChat.Usage.Capture.CaptureFailures>()
            .Of(GigaChat.Usage.Capture.CaptureFailure.Enricher)
            .Should()
            .BePositive();
    }

    private static ServiceProvider Services(
        GigaChatServer server,
        Action<IServiceCollection> add,
        out RecordList recorder
    )
    {
        var services = new ServiceCollection();
        services.AddSingleton<IUsageRecorder>(recorder = new RecordList());
        services.AddGigaChatUsageTracking(options => options.Hosts.Add(server.BaseAddress.Host));
        services.AddHttpClient("chat", client => client.BaseAddress = server.V1BaseAddress);
        services.AddHttpClient<Directory>(client => client.BaseAddress = server.V1BaseAddress);
        add(services);
        return services.BuildServiceProvider();
    }

    private static async Task CallAsync(ServiceProvider services)
    {
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("chat");
        using var response = await client.PostAsync(
            "chat/completions",
            new StringContent("""{"model":"GigaChat-2","messages":[{"role":"user","content":"Вопрос"}]}""")
        );
        (await response.Content.ReadAsStringAsync()).Should().Contain("total_tokens");
    }

    /// <summary>A typed client, such as one of a directory of users.</summary>
    internal sealed class Directory(HttpClient client)
    {
        public HttpClient Client => client;
    }

    private sealed class EnricherWithClient(Directory directory) : IUsageEnricher
    {
        public UsageContext Enrich(UsageContext context, HttpRequestMessage request) =>
            context with
            {
                Platform = directory.Client.BaseAddress is null ? null : "enriched",
            };
    }

    private sealed class CallingEnricher(Directory directory) : IUsageEnricher
    {
        public UsageContext Enrich(UsageContext context, HttpRequestMessage request)
        {
            directory
                .Client.PostAsync("chat/completions", new StringContent("""{"model":"GigaChat-2","messages":[]}"""))
                .GetAwaiter()
                .GetResult()
                .Dispose();
            return context with { Platform = "enriched" };
        }
    }

    private sealed class BrokenEnricher : IUsageEnricher
    {
        public BrokenEnricher() => throw new InvalidOperationException("broken");

        public UsageContext Enrich(UsageContext context, HttpRequestMessage request) => context;
    }

    private sealed class EstimatorWithClient(IHttpClientFactory factory) : ITokenEstimator
    {
        private readonly HttpClient _client = factory.CreateClient("chat");

        public long Estimate(in TextMeasure text, TokenKind kind, string? model) => _client.BaseAddress is null ? 0 : 1;
    }

    private sealed class StoreWithClient(Directory directory) : IUsageStore
    {
        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
            Task.FromResult(directory);
    }
}
