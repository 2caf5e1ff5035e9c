using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Budgets.Tests.Limits;

internal sealed class BudgetTests
{
    private static readonly UsageBudget Thousand = new() { Name = "all", Tokens = 1_000 };

    [Test]
    public async Task A_call_that_does_not_fit_throws_before_anything_is_sent_and_leaves_no_record()
    {
        using var client = new BudgetedClient([Thousand]);
        await client.SendAsync(maxTokens: 400);

        var refused = (
            await client
                .Awaiting(c => c.SendAsync(maxTokens: 900))
                .Should()
                .ThrowAsync<GigaChatBudgetExceededException>()
        ).Which;

        client.Sent.Should().Be(1);
        client.Recorder.Records.Should().HaveCount(1);
        refused
            .Should()
            .BeEquivalentTo(
                new
                {
                    Budget = Thousand,
                    Key = (string?)null,
                    Reason = BudgetRefusal.LimitReached,
                    Used = 100m,
                    Reserved = 0m,
                }
            );
        refused.Requested.Should().BeInRange(910m, 916m);
        refused
            .RetryAfter.Should()
            .Be(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.FromHours(3)) - BudgetedClient.Start);
        refused.Message.Should().ContainAll("budget all", "100 tokens used", "of 1000", "15.12:00:00");
        (await client.StandingAsync()).Should().Be((100m, 0m));
    }

    [Test]
    public async Task A_budget_may_answer_429_in_GigaChats_own_shape()
    {
        using var client = new BudgetedClient([
            Thousand with
            {
                Action = BudgetAction.TooManyRequests,
                Period = BudgetPeriod.Day,
            },
        ]);

        using var response = await client.SendAsync(maxTokens: 1_000);

        response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        response.RequestMessage.Should().NotBeNull();
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        var body = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        body.Select(field => field.Key).Should().Equal("status", "message");
        body["status"]!.GetValue<int>().Should().Be(429);
        client.Sent.Should().Be(0);
        client.Recorder.Records.Should().BeEmpty();
    }

    [Test]
    public async Task A_budget_may_only_warn()
    {
        using var client = new BudgetedClient([Thousand with { Action = BudgetAction.Warn }]) { Bills = 1_500 };

        await client.SendAsync(maxTokens: 2_000);
        await client.SendAsync(maxTokens: 2_000);

        client.Sent.Should().Be(2);
        (await client.StandingAsync()).Should().Be((3_000m, 0m));
    }

    [Test, Property("Lesson", "L14")]
    public async Task The_estimate_is_reserved_while_a_call_is_on_its_way_and_the_real_usage_takes_its_place()
    {
        using var client = new BudgetedClient([Thousand]);
        var (onWire, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        client.OnWire = _ =>
        {
            onWire.TrySetResult();
            return answer.Task;
        };
        var first = client.SendAsync(maxTokens: 600);
        await onWire.Task.Soon();

        (await client.StandingAsync())
            .Should()
            .Match<(decimal Used, decimal Reserved)>(standing =>
                standing.Used == 0 && standing.Reserved > 600 && standing.Reserved < 620
            );
        await client.Awaiting(c => c.SendAsync(maxTokens: 600)).Should().ThrowAsync<GigaChatBudgetExceededException>();
        answer.SetResult();
        await first.Soon();
        client.OnWire = null;
        await client.SendAsync(maxTokens: 600);

        (await client.StandingAsync()).Should().Be((200m, 0m));
    }

    [TestCase("fails")]
    [TestCase("is cancelled")]
    [TestCase("is refused by the server")]
    [TestCase("is disposed unread")]
    public async Task No_reservation_leaks_when_a_call(string what)
    {
        using var client = new BudgetedClient([Thousand]);
        using var cancelled = new CancellationTokenSource();
        for (var i = 0; i < 20; i++)
        {
            switch (what)
            {
                case "fails":
                    client.OnWire = static _ => throw new HttpRequestException("no");
                    await client.Awaiting(c => c.SendAsync(900)).Should().ThrowAsync<HttpRequestException>();
                    break;
                case "is cancelled":
                    using (var stop = new CancellationTokenSource())
                    {
                        client.OnWire = cancellationToken =>
                        {
                            stop.Cancel();
                            return Task.FromCanceled(cancellationToken);
                        };
                        await client
                            .Awaiting(c => c.SendAsync(900, cancellationToken: stop.Token))
                            .Should()
                            .ThrowAsync<OperationCanceledException>();
                    }

                    break;
                case "is refused by the server":
                    client.Status = HttpStatusCode.InternalServerError;
                    (await client.SendAsync(900)).Dispose();
                    break;
                default:
                    client.Bills = 0;
                    (await client.SendUnreadAsync(500)).Dispose();
                    break;
            }
        }

        client.Sent.Should().Be(20);
        (await client.StandingAsync()).Reserved.Should().Be(0m);
        client.Recorder.Records.Should().HaveCount(20);
    }

    [Test, Property("Lesson", "L14")]
    public async Task Sixty_four_callers_never_overspend_and_leave_nothing_reserved()
    {
        using var client = new BudgetedClient([
            Thousand with
            {
                Tokens = 20_000,
            },
            new UsageBudget
            {
                Name = "each",
                Scope = BudgetScope.User,
                Tokens = 3_000,
            },
        ]);
        client.OnWire = static async _ => await Task.Yield();
        var refused = 0;

        await Task.WhenAll(
                Enumerable
                    .Range(0, 64)
                    .Select(caller =>
                        Task.Run(async () =>
                        {
                            for (var call = 0; call < 20; call++)
                            {
                                try
                                {
                                    await client.SendAsync(
                                        maxTokens: 100 + (caller % 5),
                                        new UsageContext { UserId = $"user {caller % 8}" }
                                    );
                                }
                                catch (GigaChatBudgetExceededException)
                                {
                                    Interlocked.Increment(ref refused);
                                }
                            }
                        })
                    )
            )
            .Soon();

        var standings = await client.Budgets.GetStatusAsync();
        standings
            .Should()
            .HaveCount(9)
            .And.OnlyContain(standing => standing.Reserved == 0m && standing.Used <= standing.Limit);
        var total = standings.Single(standing => standing.Budget.Name == "all");
        total
            .Used.Should()
            .Be(client.Sent * 100m)
            .And.BeGreaterThan(19_700m, "only estimates in flight can keep calls out");
        (client.Sent + refused).Should().Be(64 * 20);
        standings.Where(standing => standing.Key is not null).Sum(standing => standing.Used).Should().Be(total.Used);
    }

    [TestCase(BudgetScope.User, "u")]
    [TestCase(BudgetScope.AccessTokenType, "DEMO")]
    [TestCase(BudgetScope.Platform, "web")]
    [TestCase(BudgetScope.AccessToken, null)]
    public async Task Each_of_a_scope_has_a_budget_of_its_own(BudgetScope scope, string? key)
    {
        using var client = new BudgetedClient([
            new UsageBudget
            {
                Name = "each",
                Scope = scope,
                Tokens = 150,
            },
        ]);
        var one = new UsageContext
        {
            UserId = "u",
            AccessToken = "secret",
            AccessTokenType = "DEMO",
            Platform = "web",
        };
        var other = new UsageContext
        {
            UserId = "v",
            AccessToken = "other",
            AccessTokenType = "DEVELOPER",
            Platform = "api",
        };
        await client.SendAsync(100, one);

        var refused = (
            await client.Awaiting(c => c.SendAsync(100, one)).Should().ThrowAsync<GigaChatBudgetExceededException>()
        ).Which;
        await client.SendAsync(100, other);
        await client.SendAsync(1_000_000);

        refused.Key.Should().NotBe("secret").And.Be(key ?? client.Recorder.Records[0].AccessToken);
        client.Sent.Should().Be(3);
    }

    [Test]
    public async Task A_budget_with_a_key_is_for_that_one_alone()
    {
        using var client = new BudgetedClient([
            new UsageBudget
            {
                Name = "only",
                Scope = BudgetScope.User,
                Key = "u",
                Tokens = 10,
            },
        ]);

        await client.SendAsync(100, new UsageContext { UserId = "v" });
        await client
            .Awaiting(c => c.SendAsync(100, new UsageContext { UserId = "u" }))
            .Should()
            .ThrowAsync<GigaChatBudgetExceededException>();
    }

    [Test]
    public async Task The_result_of_a_batch_counts_once_however_often_and_whenever_it_is_read()
    {
        using var client = new BudgetedClient([Thousand with { Period = BudgetPeriod.Day }]);
        using var files = new HttpClient(
            new GigaChatUsageHandler(
                client.Recorder,
                new GigaChatUsageHandlerOptions { TimeProvider = client.Clock, Gates = [client.Budgets] }
            )
            {
                InnerHandler = new BatchResult(),
            }
        );

        await client.StandingAsync(); // Opens the counter, so that counting waits for nothing.
        for (var i = 0; i < 3; i++)
            await files.GetStringAsync(new Uri("https://api.giga.chat/v1/files/one/content"));
        (await client.StandingAsync()).Should().Be((30m, 0m));
        await files.GetStringAsync(new Uri("https://api.giga.chat/v1/files/two/content"));
        (await client.StandingAsync()).Should().Be((60m, 0m));
        client.Clock.Advance(TimeSpan.FromDays(1));
        await client.StandingAsync();
        await files.GetStringAsync(new Uri("https://api.giga.chat/v1/files/two/content"));

        (await client.StandingAsync()).Should().Be((0m, 0m));
        client.Recorder.Records.Should().HaveCount(10);
    }

    [TestCase("threads/run")]
    [TestCase("threads/messages/run")]
    [TestCase("threads/messages/rerun")]
    public async Task Runs_of_threads_are_held_against_budgets(string path)
    {
        using var client = new BudgetedClient([Thousand]);

        await client
            .Awaiting(c => c.SendAsync(2_000, path: path))
            .Should()
            .ThrowAsync<GigaChatBudgetExceededException>();

        client.Sent.Should().Be(0);
    }

    private static readonly object[] Periods =
    [
        new object[] { BudgetPeriod.Day, TimeSpan.FromHours(12) },
        new object[] { BudgetPeriod.Week, TimeSpan.FromDays(6.5) },
        new object[] { BudgetPeriod.Month, TimeSpan.FromDays(15.5) },
    ];

    [TestCaseSource(nameof(Periods))]
    public async Task A_budget_is_full_again_when_the_reports_next_period_begins(BudgetPeriod period, TimeSpan until)
    {
        using var client = new BudgetedClient([Thousand with { Period = period, Tokens = 150 }]);
        await client.SendAsync(100);

        client.Clock.Advance(until - TimeSpan.FromMilliseconds(1));
        (await client.Awaiting(c => c.SendAsync(100)).Should().ThrowAsync<GigaChatBudgetExceededException>())
            .Which.RetryAfter.Should()
            .Be(TimeSpan.FromSeconds(1));
        client.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.SendAsync(100);

        (await client.StandingAsync()).Should().Be((100m, 0m));
    }

    [Test]
    public async Task A_rolling_window_frees_what_falls_out_of_it()
    {
        using var client = new BudgetedClient([
            Thousand with
            {
                Period = BudgetPeriod.Rolling,
                Window = TimeSpan.FromHours(1),
                Tokens = 250,
            },
        ]);
        await client.SendAsync(100);
        client.Clock.Advance(TimeSpan.FromMinutes(30));
        await client.SendAsync(100);
        client.Clock.Advance(TimeSpan.FromMinutes(29));

        var refused = (
            await client.Awaiting(c => c.SendAsync(100)).Should().ThrowAsync<GigaChatBudgetExceededException>()
        ).Which;
        refused.RetryAfter.Should().BeGreaterThan(TimeSpan.FromMinutes(1)).And.BeLessThan(TimeSpan.FromMinutes(3));
        client.Clock.Advance(refused.RetryAfter!.Value);
        await client.SendAsync(100);

        (await client.StandingAsync()).Used.Should().Be(200m);
    }

    [TestCase(BudgetPeriod.Month, 700)]
    [TestCase(BudgetPeriod.Week, 300)]
    [TestCase(BudgetPeriod.Day, 300)]
    [TestCase(BudgetPeriod.Rolling, 300)]
    public async Task What_was_recorded_before_the_process_began_counts(BudgetPeriod period, decimal used)
    {
        UsageRecord[] history =
        [
            Records.Of(300, BudgetedClient.Start.AddHours(-2)),
            Records.Of(400, BudgetedClient.Start.AddDays(-3)),
            Records.Of(5_000, BudgetedClient.Start.AddDays(-30)),
        ];
        using var client = new BudgetedClient(
            [Thousand with { Period = period, Window = period == BudgetPeriod.Rolling ? TimeSpan.FromDays(1) : null }],
            history: history
        );

        (
            await client
                .Awaiting(c => c.SendAsync(maxTokens: 1_000))
                .Should()
                .ThrowAsync<GigaChatBudgetExceededException>()
        )
            .Which.Used.Should()
            .Be(used);
    }

    [Test]
    public async Task A_budget_in_rubles_counts_the_price_to_the_billionth()
    {
        using var client = new BudgetedClient([new UsageBudget { Name = "rubles", Rubles = 0.02m }]) { Bills = 123 };

        await client.SendAsync(maxTokens: 200);

        (await client.StandingAsync()).Used.Should().Be(123 * 65m / 1_000_000m);
        (await client.Awaiting(c => c.SendAsync(maxTokens: 200)).Should().ThrowAsync<GigaChatBudgetExceededException>())
            .Which.Message.Should()
            .Contain("rubles");
    }

    [Test, Property("Lesson", "L11")]
    public async Task A_model_without_a_price_is_refused_or_let_through_as_chosen_and_never_free_in_silence()
    {
        var budget = new UsageBudget { Name = "rubles", Rubles = 1m };
        using var open = new BudgetedClient([budget]);
        using var closed = new BudgetedClient(
            [budget],
            new GigaChatBudgetOptions { WhenUnknown = BudgetFailureMode.Closed }
        );

        await open.SendAsync(10, model: "GigaChat-3-Ultra");
        var refused = (
            await closed
                .Awaiting(c => c.SendAsync(10, model: "GigaChat-3-Ultra"))
                .Should()
                .ThrowAsync<GigaChatBudgetExceededException>()
        ).Which;

        open.Sent.Should().Be(1);
        closed.Sent.Should().Be(0);
        refused.Reason.Should().Be(BudgetRefusal.PriceMissing);
    }

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

    [TestCase(BudgetPeriod.Month)]
    [TestCase(BudgetPeriod.Rolling)]
    public async Task Calls_that_were_recorded_before_their_counter_could_be_opened_count_once(BudgetPeriod period)
    {
        var (reader, store) = (new InterruptedReader { IsDown = true }, new SilentBudgetStore());
        store.Answer.SetResult();
        using var client = new BudgetedClient(
            [Thousand with { Period = period, Window = period == BudgetPeriod.Rolling ? TimeSpan.FromDays(1) : null }],
            store: store,
            reader: reader
        );
        store.Clock = client.Clock;
        reader.Records = () => [Records.Of(300, BudgetedClient.Start.AddHours(-2)), .. client.Recorder.Records];
        await client.SendAsync(100);
        client.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.SendAsync(100);
        reader.IsDown = false;

        // The third is the first that can open the counter, while the others wait to be counted.
        client.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.SendAsync(100);
        for (var settled = 0; settled < 3; )
        {
            client.Clock.Advance(TimeSpan.FromMilliseconds(250));
            settled += await store.Settled.WaitAsync(TimeSpan.FromMilliseconds(20)) ? 1 : 0;
        }

        (await client.StandingAsync()).Should().Be((600m, 0m));
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
    public async Task A_threshold_is_told_once_a_period_whatever_passes_it()
    {
        using var client = new BudgetedClient([Thousand with { Period = BudgetPeriod.Day }]);
        var told = new SemaphoreSlim(0);
        client.Budgets.ThresholdReached += (_, _) => told.Release();
        client.Budgets.ThresholdReached += static (_, _) =>
            throw new InvalidOperationException("a handler of the application's");

        client.Bills = 790;
        await client.SendAsync(100);
        client.Reached.Should().BeEmpty();
        client.Bills = 20;
        await client.SendAsync(50);
        (await told.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
        await client.SendAsync(50);
        await client.Awaiting(c => c.SendAsync(500)).Should().ThrowAsync<GigaChatBudgetExceededException>();
        await client.Awaiting(c => c.SendAsync(500)).Should().ThrowAsync<GigaChatBudgetExceededException>();
        (await told.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
        client.Reached.Select(reached => (reached.Percent, reached.Used)).Should().Equal((80, 810m), (100, 830m));

        client.Clock.Advance(TimeSpan.FromDays(1));
        client.Bills = 1_200;
        await client.SendAsync(500);
        (await told.WaitAsync(TimeSpan.FromSeconds(60)) && await told.WaitAsync(TimeSpan.FromSeconds(60)))
            .Should()
            .BeTrue();
        client.Reached.Select(reached => reached.Percent).Should().BeEquivalentTo([80, 100, 80, 100]);
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

    [Test]
    public async Task Budgets_from_configuration_hold_the_factorys_clients()
    {
        var services = new ServiceCollection();
        services
            .AddGigaChatUsageTracking()
            .AddBudgets(
                Section(
                    """[ { "Name": "all", "Tokens": 10, "Period": "day", "Action": "TooManyRequests", "Thresholds": [ 50 ] } ]"""
                )
            );
        services.AddHttpClient("g").ConfigurePrimaryHttpMessageHandler(static () => new OkHandler());
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("g");

        using var response = await client.PostAsync(
            new Uri("https://api.giga.chat/v1/chat/completions"),
            new StringContent(BudgetedClient.Body(20))
        );

        response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        provider
            .GetRequiredService<GigaChatBudgets>()
            .Budgets.Single()
            .Should()
            .BeEquivalentTo(
                new UsageBudget
                {
                    Name = "all",
                    Tokens = 10,
                    Period = BudgetPeriod.Day,
                    Action = BudgetAction.TooManyRequests,
                    Thresholds = [50],
                }
            );
    }

    [TestCase("""[ { "Name": "x" } ]""", "a limit in either Tokens or Rubles")]
    [TestCase("""[ { "Name": "x", "Tokens": 0 } ]""", "1 to 1000000000000 tokens")]
    [TestCase("""[ { "Name": "x", "Rubles": -1 } ]""", "above 0")]
    [TestCase("""[ { "Name": "x", "Tokens": 5, "Period": "Rolling" } ]""", "window")]
    [TestCase("""[ { "Name": "x", "Tokens": 5, "Period": "Rolling", "Window": "7" } ]""", "0:Window is '7'")]
    [TestCase("""[ { "Name": "x", "Tokens": 5, "Period": "Year" } ]""", "Month or Week or Day or Rolling")]
    [TestCase("""[ { "Name": "x", "Tokens": 5, "Limit": 5 } ]""", "Limit is not a known setting")]
    [TestCase("""[ { "Name": "x", "Tokens": 5, "Thresholds": [ 100, 80 ] } ]""", "ascending")]
    [TestCase("""[ { "Name": "x", "Tokens": 5, "Key": "u" } ]""", "must not have a key")]
    public void A_wrong_budget_is_refused_by_name(string json, string said) =>
        FluentActions
            .Invoking(() => new ServiceCollection().AddGigaChatUsageTracking().AddBudgets(Section(json)))
            .Should()
            .Throw<Microsoft.Extensions.Options.OptionsValidationException>()
            .WithMessage($"*{said}*");

    private static IConfigurationSection Section(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "B": {{json}} }"""));
        return new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("B");
    }

    private sealed class OkHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(new HttpResponseMessage());
    }

    /// <summary>Two tasks, of 10 and of 20 tokens.</summary>
    private sealed class BatchResult : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage { Content = new StringContent(string.Join('\n', Line(1, 10), Line(2, 20))) }
            );

        private static string Line(int id, int tokens) =>
            $$$$"""{"id":"{{{{id}}}}","result":{"model":"GigaChat-2","choices":[],"usage":{"prompt_tokens":{{{{tokens}}}},"completion_tokens":0,"total_tokens":{{{{tokens}}}}}}}""";
    }
}
