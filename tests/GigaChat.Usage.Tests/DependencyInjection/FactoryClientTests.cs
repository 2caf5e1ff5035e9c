using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace GigaChat.Usage.Tests.DependencyInjection;

/// <summary>One line tracks every factory client, once, innermost.</summary>
[TestFixture]
internal sealed class FactoryClientTests
{
    private const string Body = """{"model":"GigaChat-2","messages":[{"role":"user","content":"Привет"}]}""";

    private GigaChatServer _server = null!;

    [SetUp]
    public async Task Start() => _server = await GigaChatServer.StartAsync();

    [TearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [Test]
    public async Task One_line_records_the_calls_of_every_client_and_the_queries_see_them()
    {
        await using var services = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .Services.AddHttpClient("other")
            .Services.BuildServiceProvider();
        await Post(services, "");
        await Post(services, "other");

        await services.GetRequiredService<IUsageRecorder>().FlushAsync();

        (await services.GetRequiredService<GigaChatTokenUsage>().GetTotalTokensAsync())
            .Should()
            .Be(_server.Ledger.TotalTokens)
            .And.BePositive();
    }

    [Test]
    public async Task Registered_three_times_it_records_once()
    {
        await using var services = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .Services.AddGigaChatUsageTracking(options => options.Platform = "web")
            .Services.AddHttpClient("chat")
            .AddHttpMessageHandler<GigaChatUsageHandler>()
            .AddGigaChatUsageTracking()
            .Services.BuildServiceProvider();

        await Post(services, "chat");

        (await Recorded(services)).Should().ContainSingle().Which.Platform.Should().Be("web");
    }

    [Test]
    public async Task A_named_client_is_tracked_to_any_host_and_charged_to_its_own_context()
    {
        await using var services = new ServiceCollection()
            .AddHttpClient("chat")
            .AddGigaChatUsageTracking(new UsageContext { Platform = "telegram", Topic = "из клиента" })
            .Services.AddHttpClient("untracked")
            .Services.BuildServiceProvider();

        using (UsageScope.Begin(new UsageContext { Topic = "из области" }))
            await Post(services, "chat");
        await Post(services, "untracked");

        var record = (await Recorded(services)).Should().ContainSingle().Subject;
        (record.Platform, record.Topic).Should().Be(("telegram", "из области"));
    }

    [Test]
    [Property("Lesson", "L8")]
    public async Task A_retry_outside_it_gives_one_record_an_attempt()
    {
        _server
            .Enqueue(GigaChatAnswer.Error(429))
            .Enqueue(GigaChatAnswer.Error(500))
            .Enqueue(GigaChatAnswer.Disconnect);
        var builder = new ServiceCollection().AddGigaChatUsageTracking().Services.AddHttpClient("chat");
        builder.AddResilienceHandler("retry", pipeline => pipeline.AddRetry(
                new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = 5,
                    Delay = TimeSpan.Zero,
                    BackoffType = DelayBackoffType.Constant,
                    UseJitter = false,
                }
            ));
        await using var services = builder.Services.BuildServiceProvider();

        var response = await Post(services, "chat");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var records = (await Recorded(services)).Reverse().ToList();
        records
            .Select(record => (record.Attempt, record.StatusCode, record.Outcome))
            .Should()
            .Equal(
                (1, 429, UsageOutcome.Failed),
                (2, 500, UsageOutcome.Failed),
                (3, null, UsageOutcome.Failed),
                (4, 200, UsageOutcome.Completed)
            );
        records[0].FirstAttemptId.Should().BeNull();
        records.Skip(1).Should().OnlyContain(record => record.FirstAttemptId == records[0].Id);
        records[3].TotalTokens.Should().Be(_server.Ledger.TotalTokens);
        var statistics = await services.GetRequiredService<GigaChatTokenUsage>().GetStatisticsAsync();
        (statistics.TotalCalls, statistics.TotalRequests).Should().Be((1, 4));
    }

    [Test]
    public async Task Only_named_clients_are_tracked_when_that_is_asked_for()
    {
        await using var services = new ServiceCollection()
            .AddGigaChatUsageTracking(options => options.TrackAllClients = false)
            .Services.AddHttpClient("chat")
            .AddGigaChatUsageTracking()
            .Services.AddHttpClient("other")
            .Services.BuildServiceProvider();

        await Post(services, "other");
        (await Recorded(services)).Should().BeEmpty();
        await Post(services, "chat");
        (await Recorded(services)).Should().ContainSingle();
    }

    private static async Task<IReadOnlyList<UsageRecord>> Recorded(IServiceProvider services)
    {
        await services.GetRequiredService<IUsageRecorder>().FlushAsync();
        return (await services.GetRequiredService<IUsageReader>().ListAsync(UsageFilter.All, new UsagePage())).Items;
    }

    private Task<HttpResponseMessage> Post(IServiceProvider services, string client) =>
        services
            .GetRequiredService<IHttpClientFactory>()
            .CreateClient(client)
            .PostAsync(
                new Uri(_server.V1BaseAddress, "chat/completions"),
                new StringContent(Body, System.Text.Encoding.UTF8, "application/json")
            );
}
