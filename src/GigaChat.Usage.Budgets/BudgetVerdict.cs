using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Budgets;

/// <summary>
/// The reason why a call is not sent, in the budget's unit. RetryAfter is null when the call can never fit.
/// </summary>
internal sealed record BudgetVerdict(
    UsageBudget Budget,
    string? Key,
    BudgetRefusal Reason,
    decimal Used,
    decimal Reserved,
    decimal Requested,
    TimeSpan? RetryAfter
)
{
    public Exception? Error { get; init; }

    public string Message
    {
        get
        {
            // The key of an access token is its stored form, which may be the token itself.
            var whose =
                Key is null ? ""
                : Budget.Scope == BudgetScope.AccessToken ? " of an access token"
                : $" of {Key}";
            return Reason switch
            {
                BudgetRefusal.PriceMissing =>
                    $"The call was not sent: the budget {Budget.Name}{whose} is in rubles, and the price book has no price for the model.",
                BudgetRefusal.ModelUnknown =>
                    $"The call was not sent: the budget {Budget.Name}{whose} is in rubles, and the model of the call is not known "
                        + "because the request names none or its body could not be read before sending.",
                BudgetRefusal.StoreUnavailable =>
                    $"The call was not sent: the store of the budget {Budget.Name}{whose} could not be queried.",
                _ => LimitReached(whose),
            };
        }
    }

    private string LimitReached(string whose)
    {
        var unit = Budget.IsInRubles ? "rubles" : "tokens";
        var when = RetryAfter is { } wait
            ? FormattableString.Invariant($"It is available again in {wait:d\\.hh\\:mm\\:ss}.")
            : "It can never fit: lower max_tokens, shorten the prompt or raise the limit.";
        return FormattableString.Invariant(
            $"The call was not sent: the budget {Budget.Name}{whose} has {Used:0.##} {unit} used and {Reserved:0.##} reserved of {Budget.AmountOf(Budget.Limit):0.##}, and the call may need {Requested:0.##}. {when}"
        );
    }
}
