using System.Net;
using System.Net.Http.Json;
using FluentAssertions;
using GigaChat.Usage.Testing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>A gate of the application's own, over real HTTP.</summary>
internal sealed class CallGateTests
{
    [Test]
    public async Task A_gate_sees_the_call_and_its_record()
    {
        var gate = new Gate(static _ => CallAdmission.Admit("state"));
        await using var run = await Run.StartAsync(gate);

        using var response = await run.PostAsync();
        await run.FlushAsync();

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var call = gate.Asked.Should().ContainSingle().Subject;
        call.Model.Should().Be("GigaChat-2-Max");
        call.UserId.Should().Be("7");
        call.MaxCompletionTokens.Should().Be(50);
        call.PromptTokens.Should().BePositive();
        var (state, record) = gate.Settled.Should().ContainSingle().Subject;
        state.Should().Be("state");
        record!.Id.Should().Be(call.Id);
        record.CreatedAt.Should().Be(call.CreatedAt);
        record.TotalTokens.Should().BePositive();
    }

    [Test]
    public async Task A_rejected_call_gets_status_429_is_not_sent_and_leaves_no_record()
    {
        var gate = new Gate(static _ => CallAdmission.Reject("Too many calls.", TimeSpan.FromSeconds(3)));
        await using var run = await Run.StartAsync(gate);

        using var response = await run.PostAsync();
        await run.FlushAsync();

        response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(3));
        (await response.Content.ReadAsStringAsync()).Should().Contain("Too many calls.");
        run.Requests.Should().Be(0);
        (await run.CountAsync()).Should().Be(0);
        gate.Settled.Should().BeEmpty();
    }

    [Test]
    public async Task A_call_rejected_with_an_exception_throws_it_and_frees_what_other_gates_hold()
    {
        var first = new Gate(static _ => CallAdmission.Admit("held"));
        var second = new Gate(static _ => CallAdmission.Reject(new InvalidOperationException("Not now.")));
        await using var run = await Run.StartAsync(first, second);

        var post = () => run.PostAsync();

        (await post.Should().ThrowAsync<InvalidOperationException>()).WithMessage("Not now.");
        run.Requests.Should().Be(0);
        first.Settled.Should().Equal(("held", null));
        second.Settled.Should().BeEmpty();
    }

    [Test]
    public async Task A_gate_that_throws_stops_no_call_and_loses_no_record()
    {
        var asking = new Gate(static _ => throw new InvalidOperationException("broken"));
        var settling = new Gate(static _ => CallAdmission.Admit("state")) { SettleError = new FormatException() };
        await using var run = await Run.StartAsync(asking, settling);

        using var response = await run.PostAsync();
        await run.FlushAsync();

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await run.CountAsync()).Should().Be(1);
        settling.Settled.Should().ContainSingle();
    }

    [Test]
    public async Task A_gate_that_waits_ends_with_the_callers_cancellation()
    {
        var gate = new Gate(static _ => CallAdmission.Admit()) { Waits = true };
        await using var run = await Run.StartAsync(gate);
        using var cancellation = new CancellationTokenSource();

        var post = run.PostAsync(cancellation.Token);
        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => post).Should().ThrowAsync<OperationCanceledException>();
        run.Requests.Should().Be(0);
    }

    private sealed class Gate(Func<CallRequest, CallAdmission> decide) : ICallGate
    {
        public List<CallRequest> Asked { get; } = [];

        public List<(object State, UsageRecord? Record)> Settled { get; } = [];

        public Exception? SettleError { get; init; }

        public bool Waits { get; init; }

        public async ValueTask<CallAdmission> AdmitAsync(CallRequest call, CancellationToken cancellationToken)
        {
            Asked.Add(call);
            if (Waits)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return decide(call);
        }

        public void Settle(object state, UsageRecord? record)
        {
            Settled.Add((state, record));
            if (SettleError is { } error)
                throw error;
        }
    }

    private sealed class Run(GigaChatServer server, ServiceProvider services) : IAsyncDisposable
    {
        public long Requests => server.RequestCount;

        public static async Task<Run> StartAsync(params ICallGate[] gates)
        {
            var server = await GigaChatServer.StartAsync();
            var collection = new ServiceCollection();
            var builder = collection.AddGigaChatUsageTracking(options => options.Hosts.Add(server.BaseAddress.Host));
            foreach (var gate in gates)
                builder.AddCallGate(gate);
            return new Run(server, collection.BuildServiceProvider());
        }

        public async Task<HttpResponseMessage> PostAsync(CancellationToken cancellationToken = default)
        {
            using var scope = UsageScope.Begin(new UsageContext { UserId = "7" });
            var client = services.GetRequiredService<IHttpClientFactory>().CreateClient();
            client.BaseAddress = server.V1BaseAddress;
            return await client.PostAsJsonAsync(
                "chat/completions",
                new
                {
                    model = "GigaChat-2-Max",
                    messages = new[] { new { role = "user", content = "Сколько токенов в этом тексте?" } },
                    max_tokens = 50,
                },
                cancellationToken
            );
        }

        public Task FlushAsync() => services.GetRequiredService<IUsageRecorder>().FlushAsync();

        public async Task<int> CountAsync() =>
            (await services.GetRequiredService<IUsageReader>().ListAsync(UsageFilter.All, new UsagePage())).Items.Count;

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
