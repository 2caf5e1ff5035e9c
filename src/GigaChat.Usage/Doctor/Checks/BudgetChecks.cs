using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Doctor;

/// <summary>Whether budgets hold at present.</summary>
internal static class BudgetChecks
{
    private static readonly TimeSpan Present = TimeSpan.FromMinutes(5);

    public static IEnumerable<UsageFinding> Examine(IServiceProvider services, DateTimeOffset now)
    {
        if (!services.GetServices<UsageBudget>().Any())
            yield break;
        var budgets = services.GetRequiredService<GigaChatBudgets>();
        if (budgets.NotAsked is not { } notAsked || now - notAsked.Last > Present)
            yield break;

        var since = now - notAsked.Last;
        yield return budgets.Options.WhenUnknown == BudgetFailureMode.Open
            ? UsageFinding.Of(
                UsageFindingCode.BudgetsOpen,
                UsageFindingSeverity.Error,
                $"Budgets do not hold: calls sent because the store of the budgets could not be asked: {notAsked.Calls:N0}, the last {Lengths.Words(since)} ago.",
                "Bring the store of the budgets back; WhenUnknown = Closed of GigaChatBudgetOptions would refuse such calls instead.",
                ("calls", notAsked.Calls),
                ("since", since))
            : UsageFinding.Of(
                UsageFindingCode.BudgetsClosed,
                UsageFindingSeverity.Error,
                $"Calls refused because the store of the budgets could not be asked: {notAsked.Calls:N0}, the last {Lengths.Words(since)} ago.",
                "Bring the store of the budgets back; WhenUnknown = Open of GigaChatBudgetOptions would send such calls instead.",
                ("calls", notAsked.Calls),
                ("since", since));
    }
}
