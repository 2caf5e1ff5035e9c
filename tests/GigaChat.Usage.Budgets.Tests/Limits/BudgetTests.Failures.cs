using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <content>Stores, loggers and requests that fail, and what is not known of a call.</content>
internal sealed partial class BudgetTests
{
    [Test]
    public async Task A_store_that_cannot_be_asked_lets_calls_through_or_stops_them_as_chosen()
    {
        using var open = new BudgetedClient([Thousand], store: new BrokenBudgetStore());
        using var closed = new BudgetedClient(
            [Thousand],
            new GigaChatBudgetOptions { WhenUnknown = BudgetFailureMode.Closed },
            new BrokenBudgetStore()
        );

        await open.SendAsync(5_000);
        var refused = (
            await closed.Awaiting(c => c.SendAsync(10)).Should().ThrowAsync<GigaChatBudgetExceededException>()
        ).Which;

        open.Recorder.Records.Should().HaveCount(1);
        closed.Sent.Should().Be(0);
        refused.Reason.Should().Be(BudgetRefusal.StoreUnavailable);
        refused.InnerException.Should().BeOfType<TimeoutException>();
    }

    [Test]
    public async Task A_store_that_blocks_its_thread_blocks_none_of_a_callers()
    {
        var store = new BlockingBudgetStore();
        using var client = new BudgetedClient(
            [Thousand],
            new GigaChatBudgetOptions { StoreTimeout = TimeSpan.FromSeconds(2) },
            store
        );
        await client.Budgets.GetStatusAsync();
        var settling = new Thread(() => client.Budgets.Count(Records.Of(100, BudgetedClient.Start)));
        settling.Start();
        (await store.SettledOnPool.Task.Soon()).Should().BeTrue();

        store.Block();
        var call = client.SendAsync(500);
        call.IsCompleted.Should().BeFalse();
        client.Clock.Advance(TimeSpan.FromSeconds(2));
        await call.Soon();
        store.Free();

        client.Sent.Should().Be(1);
    }

    [Test]
    public async Task A_store_that_is_silent_holds_a_call_up_for_its_time_only_and_what_it_reserves_later_is_free_again()
    {
        var store = new SilentBudgetStore();
        using var client = new BudgetedClient(
            [Thousand],
            new GigaChatBudgetOptions { StoreTimeout = TimeSpan.FromSeconds(2) },
            store
        );

        var call = client.SendAsync(500);
        await store.Asked.WaitAsync().Soon();
        call.IsCompleted.Should().BeFalse();
        client.Clock.Advance(TimeSpan.FromSeconds(2));
        await call;
        (await store.Settled.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
        store.Answer.SetResult();
        (await store.Settled.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();

        (await client.StandingAsync()).Should().Be((100m, 0m));
    }

    [Test]
    public async Task A_call_cancelled_while_it_waits_for_the_store_leaves_nothing_reserved()
    {
        var store = new SilentBudgetStore();
        using var client = new BudgetedClient([Thousand], store: store);
        using var cancel = new CancellationTokenSource();

        var call = client.SendAsync(500, cancellationToken: cancel.Token);
        await store.Asked.WaitAsync().Soon();
        await cancel.CancelAsync();
        await call.Awaiting(c => c).Should().ThrowAsync<OperationCanceledException>();
        store.Answer.SetResult();
        (await store.Settled.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();

        client.Sent.Should().Be(0);
        (await client.StandingAsync()).Should().Be((0m, 0m));
    }

    [Test]
    public async Task A_logger_and_a_handler_that_throw_disturb_no_call_and_its_use_counts_once()
    {
        var logger = new BrokenLogger<GigaChatBudgets>();
        using var client = new BudgetedClient([Thousand], logger: logger) { Bills = 850 };
        var told = new SemaphoreSlim(0);
        client.Budgets.ThresholdReached += (_, _) =>
            throw new InvalidOperationException("a handler of the application's");
        client.Budgets.ThresholdReached += (_, _) => told.Release();

        await client.SendAsync(100);
        await told.WaitAsync().Soon();
        for (var logged = 0; logged < 2; logged++)
            await logger.Logged.WaitAsync().Soon(); // The threshold, and the handler.
        for (var i = 0; i < 10; i++)
            client.Clock.Advance(TimeSpan.FromSeconds(1));
        await client.Awaiting(c => c.SendAsync(900)).Should().ThrowAsync<GigaChatBudgetExceededException>();

        (await client.StandingAsync()).Should().Be((850m, 0m));
    }

    [Test]
    public async Task A_logger_that_throws_disturbs_no_call_whose_store_cannot_be_asked()
    {
        var logger = new BrokenLogger<GigaChatBudgets>();
        using var client = new BudgetedClient([Thousand], store: new BrokenBudgetStore(), logger: logger);

        await client.SendAsync(100);
        await logger.Logged.WaitAsync().Soon();
        while (!await logger.Logged.WaitAsync(TimeSpan.FromMilliseconds(20)))
            client.Clock.Advance(TimeSpan.FromSeconds(1)); // Until the settlement is given up, which is logged.

        client.Sent.Should().Be(1);
    }

    [Test]
    public async Task A_body_made_from_an_object_is_looked_at_before_it_is_sent()
    {
        using var client = new BudgetedClient([Thousand]);

        await client
            .Awaiting(c => c.SendAsync(null, content: JsonContent.Create(JsonNode.Parse(BudgetedClient.Body(5_000)))))
            .Should()
            .ThrowAsync<GigaChatBudgetExceededException>();
        client
            .Invoking(c => c.Send(null, JsonContent.Create(JsonNode.Parse(BudgetedClient.Body(5_000)))))
            .Should()
            .Throw<GigaChatBudgetExceededException>();
        await client.SendAsync(null, content: JsonContent.Create(JsonNode.Parse(BudgetedClient.Body(500))));
        using var sent = client.Send(null, JsonContent.Create(JsonNode.Parse(BudgetedClient.Body(500))));
        await sent.Content.ReadAsStringAsync();

        client.Sent.Should().Be(2);
        client.Recorder.Records.Should().OnlyContain(record => record.PromptLength == "Привет!".Length);
        (await client.StandingAsync()).Should().Be((200m, 0m));
    }

    [Test]
    public async Task What_a_request_does_not_tell_is_reserved_by_the_options()
    {
        using var client = new BudgetedClient(
            [Thousand],
            new GigaChatBudgetOptions { DefaultCompletionTokens = 300, DefaultPromptTokens = 400 }
        );
        using var once = new MemoryStream(Encoding.UTF8.GetBytes(BudgetedClient.Body(null)));
        using var packed = new StreamContent(once) { Headers = { ContentEncoding = { "br" }, ContentLength = null } };
        var reserved = 300 + 14;
        client.OnWire = async _ => (await client.StandingAsync()).Reserved.Should().BeInRange(reserved, reserved + 26);
        await client.SendAsync(maxTokens: null);
        reserved = 300 + 400;
        await client.SendAsync(maxTokens: null, content: packed);

        client.Sent.Should().Be(2);
    }

    [Test]
    public async Task Calls_of_other_hosts_models_and_kinds_are_no_business_of_budgets()
    {
        using var client = new BudgetedClient([Thousand with { Tokens = 1 }]);
        using var invoker = new HttpMessageInvoker(
            new GigaChatUsageHandler(client.Recorder, new GigaChatUsageHandlerOptions { Gates = [client.Budgets] })
            {
                InnerHandler = new OkHandler(),
            }
        );

        using var models = new HttpRequestMessage(HttpMethod.Get, "https://api.giga.chat/v1/models");
        (await invoker.SendAsync(models, CancellationToken.None)).StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
