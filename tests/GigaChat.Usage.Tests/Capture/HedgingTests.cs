using System.Net;
using GigaChat.Usage.Tests.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>Attempts of a call are told from calls, also where a handler clones the request for each of them (L8,
/// L40).</summary>
[TestFixture]
[Property("Lesson", "L40")]
internal sealed class HedgingTests
{
    private const string Response =
        """{"choices":[{"message":{"content":"Ответ"},"finish_reason":"stop"}],"model":"GigaChat-2:2.0","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";

    [Test]
    public async Task Hedged_attempts_are_attempts_of_one_call()
    {
        var wire = new Wire(attempts: 3);
        await using var services = Services(
            wire,
            static client =>
                client
                    .AddStandardHedgingHandler()
                    .Configure(static options =>
                    {
                        options.Hedging.Delay = TimeSpan.Zero; // The next attempt at once, beside the one before.
                        options.Hedging.MaxHedgedAttempts = 2;
                    }),
            out var recorder
        );

        await CallAsync(services);
        await CallAsync(services);

        Verify(recorder, calls: 2);
        recorder.Records.Should().HaveCount(6);
    }

    [Test]
    public async Task Attempts_of_a_handler_that_sends_clones_are_attempts_of_one_call()
    {
        var wire = new Wire(attempts: 3);
        await using var services = Services(
            wire,
            static client => client.AddHttpMessageHandler(static () => new CloningRetry()),
            out var recorder
        );

        await CallAsync(services);
        await CallAsync(services);

        Verify(recorder, calls: 2);
        recorder.Records.Should().HaveCount(6);
    }

    [Test]
    public async Task A_handler_made_by_hand_outside_of_one_that_clones_does_the_same()
    {
        var recorder = new RecordList();
        using var invoker = new HttpMessageInvoker(
            new GigaChatUsageHandler(
                recorder,
                new CloningRetry { InnerHandler = new GigaChatUsageHandler(recorder, new Wire(attempts: 3)) }
            )
        );

        (await invoker.SendAsync(Request(), CancellationToken.None)).Dispose();
        (await invoker.SendAsync(Request(), CancellationToken.None)).Dispose();

        Verify(recorder, calls: 2);
        recorder.Records.Should().HaveCount(6);
    }

    [Test]
    public async Task A_clone_that_is_sent_as_a_call_of_its_own_is_one()
    {
        await using var services = Services(
            new Wire(attempts: 1),
            static client => client.AddStandardHedgingHandler(),
            out var recorder
        );
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("hedged");
        using var first = Request();
        (await client.SendAsync(first)).Dispose();

        using var clone = CloningRetry.Clone(first);
        (await client.SendAsync(clone)).Dispose();

        Verify(recorder, calls: 2);
    }

    private static void Verify(RecordList recorder, int calls)
    {
        var records = recorder.Records;
        var firsts = records.Where(static record => record.Attempt == 1).ToList();
        firsts
            .Should()
            .HaveCount(calls, "counting first attempts counts calls")
            .And.OnlyContain(record => record.FirstAttemptId == null);
        foreach (var later in records.Except(firsts))
            firsts.Should().ContainSingle(first => first.Id == later.FirstAttemptId);
        foreach (var call in records.GroupBy(static record => record.FirstAttemptId ?? record.Id))
            call.Select(static record => record.Attempt).Order().Should().Equal(Enumerable.Range(1, call.Count()));
    }

    private static async Task CallAsync(ServiceProvider services)
    {
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("hedged");
        using var request = Request();
        using var response = await client.SendAsync(request).Soon();
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static HttpRequestMessage Request() =>
        new(HttpMethod.Post, "https://api.giga.chat/v1/chat/completions")
        {
            Content = new StringContent("""{"model":"GigaChat-2","messages":[{"role":"user","content":"Вопрос"}]}"""),
        };

    private static ServiceProvider Services(
        Wire wire,
        Func<IHttpClientBuilder, object> configure,
        out RecordList recorder
    )
    {
        var services = new ServiceCollection();
        services.AddSingleton<IUsageRecorder>(recorder = new RecordList());
        services.AddGigaChatUsageTracking();
        var client = services.AddHttpClient("hedged").ConfigurePrimaryHttpMessageHandler(() => wire);
        configure(client);
        return services.BuildServiceProvider();
    }

    /// <summary>Lets every third attempt, say, succeed.</summary>
    private sealed class Wire(int attempts) : HttpMessageHandler
    {
        private int _sent;

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            return Interlocked.Increment(ref _sent) % attempts == 0
                ? new HttpResponseMessage { RequestMessage = request, Content = new StringContent(Response) }
                : new HttpResponseMessage(HttpStatusCode.InternalServerError) { RequestMessage = request };
        }
    }

    /// <summary>What applications write when they think that a message may be sent only once.</summary>
    private sealed class CloningRetry : DelegatingHandler
    {
        public static HttpRequestMessage Clone(HttpRequestMessage request)
        {
            var clone = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
            foreach (var (key, value) in request.Options)
                ((IDictionary<string, object?>)clone.Options)[key] = value;
            return clone;
        }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            while (true)
            {
                var response = await base.SendAsync(Clone(request), cancellationToken);
                if (response.IsSuccessStatusCode)
                    return response;
                response.Dispose();
            }
        }
    }
}
