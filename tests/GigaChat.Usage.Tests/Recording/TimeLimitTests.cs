using GigaChat.Usage.Tests.Capture;
using GigaChat.Usage.Tests.Queries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Recording;

/// <summary>What guards somebody who waits runs on the machine's clock, also in an application whose clock is made up
/// and stands still.</summary>
[TestFixture]
internal sealed class TimeLimitTests
{
    private readonly FakeTimeProvider _still = new(BudgetedClient.Start);

    [Test]
    public async Task A_call_waits_for_a_silent_budget_store_no_longer_than_is_allowed()
    {
        var options = new GigaChatBudgetOptions
        {
            StoreTimeout = TimeSpan.FromMilliseconds(100),
            WhenUnknown = BudgetFailureMode.Closed,
        };
        var budgets = new GigaChatBudgets(
            [new UsageBudget { Name = "all", Tokens = 1_000 }],
            new GigaChatTokenUsage(new ListUsageReader(), timeProvider: _still),
            new GigaChatBudgetServices
            {
                Options = options,
                Store = new SilentBudgetStore(),
                TimeProvider = _still,
            }
        );
        using var invoker = new HttpMessageInvoker(
            new GigaChatUsageHandler(
                new RecordList(),
                new GigaChatUsageHandlerOptions { TimeProvider = _still, Gates = [budgets] }
            )
            {
                InnerHandler = new SocketsHttpHandler(),
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.giga.chat/v1/chat/completions")
        {
            Content = new StringContent(BudgetedClient.Body(10)),
        };

        var refused = (
            await invoker
                .Awaiting(it => it.SendAsync(request, CancellationToken.None).Soon())
                .Should()
                .ThrowAsync<GigaChatBudgetExceededException>()
        ).Which;

        refused.Reason.Should().Be(BudgetRefusal.StoreUnavailable);
    }

    [Test]
    public async Task Disposal_ends_with_a_store_that_hangs()
    {
        var recorder = new UsageRecorder(
            new HangingStore(),
            new UsageRecorderOptions
            {
                Tracking = new GigaChatUsageOptions
                {
                    ShutdownTimeout = TimeSpan.FromMilliseconds(100),
                    BatchDelay = TimeSpan.Zero,
                },
                TimeProvider = _still,
            }
        );
        recorder.TryRecord(
            new UsageRecord { CreatedAt = DateTimeOffset.UnixEpoch, Operation = UsageOperation.TextGeneration }
        );

        await recorder.DisposeAsync().AsTask().Soon();

        recorder.Counters.Failed.Should().Be(1);
    }

    [Test]
    public async Task The_services_of_an_application_do_the_same()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_still);
        services
            .AddGigaChatUsageTracking(static options =>
                (options.ShutdownTimeout, options.BatchDelay) = (TimeSpan.FromMilliseconds(100), TimeSpan.Zero)
            )
            .UseStore(static _ => new HangingStore());
        var provider = services.BuildServiceProvider();
        provider
            .GetRequiredService<IUsageRecorder>()
            .TryRecord(
                new UsageRecord { CreatedAt = DateTimeOffset.UnixEpoch, Operation = UsageOperation.TextGeneration }
            );

        await provider.DisposeAsync().AsTask().Soon();
    }

    [Test]
    public async Task A_write_that_hangs_is_given_up()
    {
        var store = new HangingStore();
        await using var recorder = new UsageRecorder(
            store,
            new UsageRecorderOptions
            {
                Tracking = new GigaChatUsageOptions
                {
                    WriteTimeout = TimeSpan.FromMilliseconds(100),
                    ShutdownTimeout = TimeSpan.Zero,
                    BatchDelay = TimeSpan.Zero,
                },
                TimeProvider = _still,
            }
        );

        recorder.TryRecord(
            new UsageRecord { CreatedAt = DateTimeOffset.UnixEpoch, Operation = UsageOperation.TextGeneration }
        );

        await store.GivenUp.Soon();
    }

    private sealed class HangingStore : IUsageStore
    {
        private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task GivenUp => _givenUp.Task;

        public async Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
        {
            var never = new TaskCompletionSource();
            using var registration = cancellationToken.Register(() => _givenUp.TrySetResult());
            await never.Task;
        }
    }
}
