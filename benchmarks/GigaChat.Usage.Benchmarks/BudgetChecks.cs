using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using GigaChat.Usage.Budgets;

namespace GigaChat.Usage.Benchmarks;

/// <summary>What budgets add to a call in process: reserving its estimate before it and settling the real usage after
/// it.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class BudgetChecks
{
    private static readonly Guid Id = Guid.CreateVersion7();
    private static readonly BudgetCall Call = new("user 7", "fingerprint", "DEMO", "web", "GigaChat-2", 300, 1_000);

    private readonly UsageRecord _record = new()
    {
        CreatedAt = TimeProvider.System.GetUtcNow(),
        Operation = UsageOperation.TextGeneration,
        Model = "GigaChat-2",
        UserId = "user 7",
        PromptTokens = 1,
        CompletionTokens = 1,
        TotalTokens = 2,
        Source = UsageSource.Reported,
    };

    private GigaChatBudgets _budgets = null!;

    [GlobalSetup(Targets = [nameof(OneBudget)])]
    public void SetUpOne() => SetUp(new UsageBudget { Name = "all", Tokens = UsageRecordLimits.Tokens });

    [GlobalSetup(Targets = [nameof(FourBudgets)])]
    public void SetUpFour() =>
        SetUp(
            new UsageBudget { Name = "all", Rubles = 1_000_000_000m },
            new UsageBudget
            {
                Name = "user",
                Scope = BudgetScope.User,
                Tokens = UsageRecordLimits.Tokens,
                Period = BudgetPeriod.Day,
            },
            new UsageBudget
            {
                Name = "type",
                Scope = BudgetScope.AccessTokenType,
                Tokens = UsageRecordLimits.Tokens,
            },
            new UsageBudget
            {
                Name = "hour",
                Tokens = UsageRecordLimits.Tokens,
                Period = BudgetPeriod.Rolling,
                Window = TimeSpan.FromHours(1),
            }
        );

    [Benchmark, BenchmarkCategory("Budget check")]
    public bool OneBudget() => ReserveAndSettle();

    [Benchmark, BenchmarkCategory("Budget check")]
    public bool FourBudgets() => ReserveAndSettle();

    private void SetUp(params UsageBudget[] budgets)
    {
        _budgets = new GigaChatBudgets(budgets, new GigaChatTokenUsage(new InMemoryUsageStore()));
        _budgets.GetStatusAsync().GetAwaiter().GetResult();
        SpinWait.SpinUntil(ReserveAndSettle);
    }

    private bool ReserveAndSettle()
    {
        var reserving = _budgets.ReserveAsync(Id, Call, CancellationToken.None);
        if (!reserving.IsCompletedSuccessfully)
        {
            reserving.AsTask().GetAwaiter().GetResult();
            return false;
        }

        _budgets.Settle(reserving.GetAwaiter().GetResult().Ticket!, _record);
        return true;
    }
}
