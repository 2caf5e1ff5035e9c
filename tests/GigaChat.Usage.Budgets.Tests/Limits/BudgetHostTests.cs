using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>Budgets are prepared when a host starts, and finish counting when it stops; a store that does not answer
/// stops neither.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BudgetHostTests
{
    private static readonly DateTimeOffset Now = BudgetedClient.Start;
    private static readonly UsageBudget[] Budgets =
    [
        new() { Name = "all", Tokens = 1_000 },
        new()
        {
            Name = "user",
            Scope = BudgetScope.User,
            Tokens = 1_000,
        },
        new()
        {
            Name = "user again",
            Scope = BudgetScope.User,
            Tokens = 2_000,
        },
        new()
        {
            Name = "rubles",
            Scope = BudgetScope.User,
            Rubles = 1_000,
        },
        new()
        {
            Name = "feature",
            Scope = BudgetScope.Tag,
            TagKey = "feature",
            Tokens = 1_000,
        },
    ];

    private static readonly BudgetCall Call = new("a", null, null, null, "GigaChat-2", 10, 90);

    private readonly FakeTimeProvider _clock = new(Now);

    [Test]
    public async Task Each_kind_of_budget_is_read_once_and_nothing_is_counted()
    {
        var reader = new ListUsageReader(Records.Of(200, Now.AddMinutes(-20)) with { UserId = "a" });
        var budgets = Of(reader, new InProcessBudgetStore(_clock));

        await budgets.WarmUpAsync();

        reader
            .Asked.Select(static filter =>
                (filter.UserId is not null, filter.Among is not null, filter.Tags is not null)
            )
            .Should()
            .BeEquivalentTo([
                (false, false, false), // All calls, for one counter and for several.
                (false, false, false),
                (true, false, false), // Users, in tokens and in rubles.
                (false, true, false),
                (true, false, false),
                (false, true, false),
                (false, false, true), // Values of a tag, each by itself.
                (false, false, true),
                (false, false, true),
            ]);
        (await budgets.GetStatusAsync())
            .Should()
            .ContainSingle("no call has used a key")
            .Which.Should()
            .Match<BudgetStatus>(static status => status.Budget.Name == "all" && status.Used == 200);
    }

    [Test]
    public async Task Without_budgets_nothing_is_asked()
    {
        var store = new WarmStore();
        var reader = new ListUsageReader();

        await new GigaChatBudgets(
            [],
            new GigaChatTokenUsage(reader),
            new GigaChatBudgetServices { Store = store }
        ).WarmUpAsync();

        reader.Asked.Should().BeEmpty();
        store.Asked.Task.IsCompleted.Should().BeFalse();
    }

    [Test]
    public async Task A_host_starts_though_a_store_fails([Values] bool isUsage)
    {
        var store = new WarmStore();
        store.Answer.SetException(new TimeoutException());
        var budgets = isUsage
            ? Of(new InterruptedReader { IsDown = true }, new InProcessBudgetStore(_clock))
            : Of(new ListUsageReader(), store);

        await new BudgetHostedService(budgets).StartAsync(default).Soon();

        await budgets.Awaiting(it => it.WarmUpAsync()).Should().ThrowAsync<TimeoutException>();
    }

    [Test]
    public async Task A_host_waits_for_a_silent_store_no_longer_than_a_call_does()
    {
        var store = new WarmStore();
        var starting = new BudgetHostedService(Of(new ListUsageReader(), store)).StartAsync(default);
        var cancellationToken = await store.Asked.Task.Soon();

        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        starting.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));
        await starting.Soon();

        cancellationToken.IsCancellationRequested.Should().BeTrue();
    }

    [Test]
    public async Task A_host_that_is_stopped_while_it_starts_ends_the_wait()
    {
        var store = new WarmStore();
        using var stop = new CancellationTokenSource();
        var starting = new BudgetHostedService(Of(new ListUsageReader(), store)).StartAsync(stop.Token);
        await store.Asked.Task.Soon();

        await stop.CancelAsync();

        await starting.Awaiting(it => it.Soon()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_host_that_stops_waits_for_the_calls_that_have_ended_to_be_counted()
    {
        var store = new UncountedBudgetStore();
        var budgets = Of(new ListUsageReader(), store);
        var host = new BudgetHostedService(budgets);
        await host.StopAsync(default).Soon(); // Nothing is being counted.
        for (var call = 0; call < 2; call++)
        {
            var (ticket, _) = await budgets.ReserveAsync(Guid.CreateVersion7(), Call, default);
            budgets.Settle(ticket!, Records.Of(7, Now));
        }

        var stopping = host.StopAsync(default);
        stopping.IsCompleted.Should().BeFalse();
        store.Answer.SetResult();
        await stopping.Soon();

        (await budgets.GetStatusAsync()).Single(static status => status.Budget.Name == "all").Used.Should().Be(14);
    }

    [Test]
    public async Task A_host_that_stops_waits_for_a_silent_store_no_longer_than_a_call_does()
    {
        var budgets = Of(new ListUsageReader(), new UncountedBudgetStore());
        var (ticket, _) = await budgets.ReserveAsync(Guid.CreateVersion7(), Call, default);
        budgets.Settle(ticket!, Records.Of(7, Now));

        var stopping = new BudgetHostedService(budgets).StopAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        stopping.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));

        await stopping.Soon();
    }

    private GigaChatBudgets Of(IUsageReader reader, IBudgetStore store) =>
        new(
            Budgets,
            new GigaChatTokenUsage(reader, timeProvider: _clock),
            new GigaChatBudgetServices
            {
                Store = store,
                TimeProvider = _clock,
                Limits = _clock,
            }
        );

    /// <summary>A store that cannot be prepared before a test says so.</summary>
    private sealed class WarmStore : HeldBudgetStore
    {
        public TaskCompletionSource<CancellationToken> Asked { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask WarmUpAsync(CancellationToken cancellationToken)
        {
            Asked.TrySetResult(cancellationToken);
            await Answer.Task;
        }
    }
}
