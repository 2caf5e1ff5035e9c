using GigaChat.Usage.Alerts;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>The base class of rules about budgets.</summary>
public abstract class BudgetAlertRule : UsageAlertRule
{
    private protected BudgetAlertRule(string name)
        : base(name) { }

    /// <summary>Only the budget with this name; null for all.</summary>
    public string? Budget { get; set; }

    private protected bool Covers(UsageBudget budget) =>
        Budget is null || string.Equals(Budget, budget.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the budget with the subject of its key, as a text may name it.</summary>
    private protected string Subject(UsageBudget budget, string? key, UsageAlertContext context, AlertWords words)
    {
        var name = words.Of($"Budget “{budget.Name}”", $"Бюджет «{budget.Name}»");
        return key is null ? name : name + words.Of(" of ", ": ") + KeyName(budget, key, context, words);
    }

    /// <summary>Gets the identity of a counter: budget and key, without a secret.</summary>
    private protected static string KeyOf(UsageBudget budget, string? key) =>
        key is null ? budget.Name
        : budget.Scope == BudgetScope.AccessToken ? $"{budget.Name}|{Labels.Of(key)}"
        : $"{budget.Name}|{key}";

    private protected static IReadOnlyList<string> Users(UsageBudget budget, string? key, UsageAlertContext context) =>
        budget.Scope == BudgetScope.User && key is not null && context.Options.IncludeUserIds ? [key] : [];

    /// <summary>Gets the records of a budget's current period.</summary>
    private protected static UsageFilter Records(
        UsageBudget budget,
        string? key,
        DateTimeOffset? periodEnd,
        UsageAlertContext context
    )
    {
        var from = PeriodStart(budget, periodEnd, context);
        var filter = new UsageFilter { From = from, To = context.Now.AddTicks(1) };
        return budget.Scope switch
        {
            BudgetScope.User => filter with { UserId = key },
            BudgetScope.AccessTokenType => filter with { AccessTokenType = key },
            BudgetScope.Platform => filter with { Platform = key },
            _ => filter,
        };
    }

    private protected static DateTimeOffset PeriodStart(
        UsageBudget budget,
        DateTimeOffset? periodEnd,
        UsageAlertContext context
    )
    {
        if (periodEnd is not { } end)
            return context.Now - (budget.Window ?? TimeSpan.Zero);
        var next = ReportDays.DayOf(end, context.Usage.TimeZone);
        var first = budget.Period switch
        {
            BudgetPeriod.Day => next.AddDays(-1),
            BudgetPeriod.Week => next.AddDays(-7),
            _ => next.AddMonths(-1),
        };
        return ReportDays.StartOf(first, context.Usage.TimeZone);
    }

    private string KeyName(UsageBudget budget, string key, UsageAlertContext context, AlertWords words) =>
        budget.Scope switch
        {
            BudgetScope.User => context.NameOf(
                this,
                key,
                null,
                words.IsRussian ? UsageAlertLanguage.Russian : UsageAlertLanguage.English
            ),
            BudgetScope.AccessToken => words.Of("token ", "токен ") + Labels.Of(key),
            _ => key,
        };
}
