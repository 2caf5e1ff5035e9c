using GigaChat.Usage.Budgets;
using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <content>Processes that share a database, and what they use.</content>
internal sealed partial class SharedBudgetTests
{
    internal static UsageRecord Used(long tokens, string user = "user") =>
        new()
        {
            CreatedAt = Noon,
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            UserId = user,
            TotalTokens = tokens,
            Source = UsageSource.Reported,
        };

    private static async Task SpendAsync(GigaChatBudgets process, long tokens)
    {
        var (ticket, verdict) = await process.ReserveAsync(Guid.CreateVersion7(), Call, CancellationToken.None);
        verdict.Should().BeNull();
        process.Settle(ticket!, Used(tokens));
    }

    /// <summary>The standings once what is settled in the background has arrived: nothing is reserved any more, and so
    /// much is used.</summary>
    internal static async Task<IReadOnlyList<BudgetStatus>> SettledAsync(GigaChatBudgets process, decimal? used = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var standings = await process.GetStatusAsync(patience.Token);
            if (
                standings.All(standing => standing.Reserved == 0m)
                && (used is null || standings.Any(standing => standing.Used == used))
            )
                return standings;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private static ValueTask OpenAsync(EfBudgetStore store, BudgetCounter counter) =>
        store.OpenAsync(
            [counter],
            static (counters, _) =>
                Task.FromResult<IReadOnlyList<IReadOnlyList<BudgetUse>>>([
                    .. counters.Select(static _ => Array.Empty<BudgetUse>()),
                ]),
            default
        );

    /// <param name="budgets">The budgets.</param>
    /// <param name="options">The choices.</param>
    /// <param name="clock">The process's own clock; the database's when null.</param>
    private GigaChatBudgets Process(
        UsageBudget[] budgets,
        GigaChatBudgetOptions? options = null,
        FakeTimeProvider? clock = null
    )
    {
        var store = Open();
        return new GigaChatBudgets(
            budgets,
            new GigaChatTokenUsage(store, timeProvider: clock ?? _clock),
            new GigaChatBudgetServices
            {
                Options = options ?? new(),
                Store = new EfBudgetStore(store, _clock),
                TimeProvider = clock ?? _clock,
            }
        );
    }
}
