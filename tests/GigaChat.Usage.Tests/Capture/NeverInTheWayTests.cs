using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>Whatever becomes of the store, calls go on and the counters add up.</summary>
[TestFixture]
internal sealed class NeverInTheWayTests
{
    private const int Calls = 1_000;

    [Test]
    [CancelAfter(60_000)]
    public async Task A_thousand_calls_at_once_succeed_while_the_store(
        [Values("works", "throws", "hangs", "is missing")] string fate
    )
    {
        await using var server = await GigaChatServer.StartAsync();
        var builder = new ServiceCollection().AddGigaChatUsageTracking(options =>
        {
            options.QueueCapacity = 600;
            options.BatchSize = 100;
            options.BatchDelay = TimeSpan.Zero;
            options.ShutdownTimeout = TimeSpan.Zero;
        });
        if (fate != "works")
            builder.UseStore(_ => new BadStore(fate));
        var services = builder.Services.BuildServiceProvider();
        var recorder = services.GetRequiredService<IUsageRecorder>();
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = server.V1BaseAddress;

        var statuses = await Task.WhenAll(
            Enumerable
                .Range(0, Calls)
                .Select(async i =>
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions")
                    {
                        Content = new StringContent(
                            $$"""{"model":"GigaChat-2","stream":{{(i % 3 == 0 ? "true" : "false")}},"messages":[{"role":"user","content":"Вопрос {{i}}"}]}"""
                        ),
                    };
                    using var response = await client.SendAsync(request);
                    (await response.Content.ReadAsStringAsync()).Should().Contain("total_tokens");
                    return (int)response.StatusCode;
                })
        );

        statuses.Should().OnlyContain(status => status == 200);
        Verify(recorder.Counters);
        recorder.Counters.Offered.Should().Be(Calls);
        if (fate != "works")
            recorder
                .Counters.DroppedQueueFull.Should()
                .BePositive("what does not fit the queue is dropped and counted (L21)");

        await services.DisposeAsync();

        Verify(recorder.Counters);
        (recorder.Counters.Queued, recorder.Counters.InFlight).Should().Be((0, 0));
        if (fate == "works")
            (recorder.Counters.Persisted + recorder.Counters.Failed + recorder.Counters.Dropped).Should().Be(Calls);
        else
            recorder.Counters.Persisted.Should().Be(0);
    }

    private static void Verify(UsageRecorderCounters counters)
    {
        counters.Offered.Should().Be(counters.Accepted + counters.Dropped);
        counters.Accepted.Should().Be(counters.Persisted + counters.Failed + counters.Queued + counters.InFlight);
    }

    private sealed class BadStore(string fate) : IUsageStore
    {
        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
            fate switch
            {
                "throws" => throw new InvalidOperationException("The store is broken."),
                "is missing" => Task.FromException(new FileNotFoundException("There is no such database.")),
                _ => new TaskCompletionSource().Task,
            };
    }
}
