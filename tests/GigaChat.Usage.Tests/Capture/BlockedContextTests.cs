using System.Collections.Concurrent;
using System.Text;
using GigaChat.Usage.Budgets;
using GigaChat.Usage.Tests.Queries;
using GigaChat.Usage.Tests.Recording;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>A thread with a <see cref="SynchronizationContext"/>, as those of user interfaces have, may block on what
/// the library returns (L28).</summary>
[TestFixture]
[Property("Lesson", "L28")]
internal sealed class BlockedContextTests
{
    private const string Question = """{"model":"GigaChat-2","messages":[{"role":"user","content":"Вопрос"}]}""";

    [Test]
    public async Task A_blocking_call_with_budgets_does_not_wait_for_its_own_thread(
        [Values("Send", "Result", "Status")] string what,
        [Values] bool ownStore
    )
    {
        await using var server = await GigaChatServer.StartAsync();
        var usage = new GigaChatTokenUsage(new ListUsageReader());
        var budgets = new GigaChatBudgets(
            [new UsageBudget { Name = "all", Tokens = 1_000_000 }],
            usage,
            new GigaChatBudgetServices { Store = ownStore ? new AsyncStore() : null }
        );
        using var client = new HttpClient(
            new GigaChatUsageHandler(new RecordList(), new GigaChatUsageHandlerOptions { Gates = [budgets] })
            {
                InnerHandler = new SocketsHttpHandler(),
            }
        )
        {
            BaseAddress = server.V1BaseAddress,
        };

        await OnUiThread(() =>
        {
            using var scope = UsageScope.Begin(new UsageContext { UserId = "1" });
            using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions")
            {
                Content = System.Net.Http.Json.JsonContent.Create(System.Text.Json.Nodes.JsonNode.Parse(Question)),
            };
            switch (what)
            {
                case "Send":
                    using (var response = client.Send(request))
                    {
                        using var text = new StreamReader(response.Content.ReadAsStream(), Encoding.UTF8);
                        text.ReadToEnd().Should().Contain("total_tokens");
                    }

                    break;
                case "Result":
                    client
                        .SendAsync(request)
                        .GetAwaiter()
                        .GetResult()
                        .Content.ReadAsStringAsync()
                        .GetAwaiter()
                        .GetResult()
                        .Should()
                        .Contain("total_tokens");
                    break;
                default:
                    budgets.GetStatusAsync().GetAwaiter().GetResult().Should().ContainSingle();
                    break;
            }
        });
    }

    [Test]
    public Task Recording_queries_and_disposal_do_not_wait_for_their_own_thread() =>
        OnUiThread(() =>
        {
            var store = new InMemoryUsageStore();
            var recorder = new UsageRecorder(store);
            recorder.TryRecord(
                new UsageRecord
                {
                    CreatedAt = DateTimeOffset.UnixEpoch,
                    Operation = UsageOperation.TextGeneration,
                    TotalTokens = 5,
                }
            );
            recorder.FlushAsync().GetAwaiter().GetResult();
            var usage = new GigaChatTokenUsage(store);
            usage.GetTotalTokensAsync().GetAwaiter().GetResult().Should().Be(5);
            usage.GetStatisticsAsync().GetAwaiter().GetResult();
            usage.GetForecastAsync().GetAwaiter().GetResult();
            usage.GetCostAsync().GetAwaiter().GetResult();
            recorder.Dispose();
        });

    /// <summary>The banned symbol keeps it out of the build; this keeps the banned symbol in.</summary>
    [Test]
    public void Nothing_in_the_libraries_yields_to_the_context_it_runs_in()
    {
        var sources = System
            .IO.Directory.EnumerateFiles(
                System.IO.Path.Combine(RepositoryFolder.Find().FullName, "src"),
                "*.cs",
                SearchOption.AllDirectories
            )
            .Where(static path => !path.Contains("Testing.NUnit", StringComparison.Ordinal));

        sources
            .Where(static path => File.ReadAllText(path).Contains("Task.Yield()", StringComparison.Ordinal))
            .Should()
            .BeEmpty();
        File.ReadAllText(System.IO.Path.Combine(RepositoryFolder.Find().FullName, ".editorconfig"))
            .Should()
            .Contain("[src/**.cs]\ndotnet_diagnostic.CA2007.severity = error");
    }

    /// <summary>Runs on a thread whose context posts to a queue that nobody empties while the thread blocks.</summary>
    private static async Task OnUiThread(Action act)
    {
        var ended = new TaskCompletionSource();
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new Queueing());
            try
            {
                act();
                ended.SetResult();
            }
            catch (Exception error)
            {
                ended.SetException(error);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        await ended.Task.Soon();
    }

    private sealed class Queueing : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback, object?)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));
    }

    /// <summary>A store whose author forgot all about contexts.</summary>
    private sealed class AsyncStore : IBudgetStore
    {
        private readonly InProcessBudgetStore _store = new();

        public async ValueTask OpenAsync(
            IReadOnlyList<BudgetCounter> counters,
            Func<IReadOnlyList<BudgetCounter>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<BudgetUse>>>> used,
            CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            await _store.OpenAsync(counters, used, cancellationToken);
        }

        public async ValueTask<BudgetDecision> ReserveAsync(
            Guid reservation,
            IReadOnlyList<BudgetCharge> charges,
            DateTimeOffset now,
            DateTimeOffset expiresAt,
            CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            return await _store.ReserveAsync(reservation, charges, now, expiresAt, cancellationToken);
        }

        public async ValueTask<IReadOnlyList<BudgetCount>?> SettleAsync(
            Guid reservation,
            IReadOnlyList<BudgetCharge> charges,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            return await _store.SettleAsync(reservation, charges, now, cancellationToken);
        }

        public async ValueTask<bool> TryMarkAsync(
            BudgetCounter counter,
            int percent,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            return await _store.TryMarkAsync(counter, percent, now, cancellationToken);
        }

        public async ValueTask<IReadOnlyList<BudgetCount?>> ReadAsync(
            IReadOnlyList<BudgetCounter> counters,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            return await _store.ReadAsync(counters, now, cancellationToken);
        }
    }
}
