using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Budgets.Tests.Limits;

internal sealed partial class BudgetTests
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

    private sealed class OkHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(new HttpResponseMessage());
    }
}
