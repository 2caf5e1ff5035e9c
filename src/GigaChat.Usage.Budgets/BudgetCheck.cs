using GigaChat.Usage.Diagnostics;

namespace GigaChat.Usage.Budgets;

/// <summary>Checks whether budgets are enforced at present.</summary>
internal sealed class BudgetCheck(GigaChatBudgets budgets) : IDiagnosticCheck
{
    private static readonly TimeSpan Present = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The time a finding stays: the way a client sends its requests does not change from minute to minute.
    /// </summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    public string Part => "budgets";

    public IEnumerable<UsageFinding> Examine(DateTimeOffset now)
    {
        if (budgets.SentUnasked is { } sent && now - sent.Last is var sinceSent && sinceSent <= Present)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.BudgetsOpen,
                UsageFindingSeverity.Error,
                $"Budgets do not hold: calls sent because the store of the budgets could not be queried: {sent.Calls:N0}, the last {Lengths.Words(sinceSent)} ago.",
                "Restore the store of the budgets; WhenUnknown = Closed of GigaChatBudgetOptions would refuse such calls, except under budgets that only warn.",
                ("calls", sent.Calls),
                ("since", sinceSent)
            );
        }

        if (budgets.RefusedUnasked is { } refused && now - refused.Last is var sinceRefused && sinceRefused <= Present)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.BudgetsClosed,
                UsageFindingSeverity.Error,
                $"Calls refused because the store of the budgets could not be queried: {refused.Calls:N0}, the last {Lengths.Words(sinceRefused)} ago.",
                "Restore the store of the budgets; WhenUnknown = Open of GigaChatBudgetOptions would send such calls instead.",
                ("calls", refused.Calls),
                ("since", sinceRefused)
            );
        }

        if (budgets.SentBlind is { } blind && now - blind.Last is var sinceBlind && sinceBlind <= Remembered)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.BudgetsBlind,
                UsageFindingSeverity.Warning,
                $"Calls whose body or model budgets could not read before sending: {blind.Calls:N0}, the last {Lengths.Words(sinceBlind)} ago.",
                "Name the model in every request and send bodies uncompressed: such calls are estimated by their length, and pass budgets in rubles unless WhenUnknown is Closed.",
                ("calls", blind.Calls),
                ("since", sinceBlind)
            );
        }
    }
}
