namespace GigaChat.Usage;

/// <summary>Why a call is not sent, in the budget's own unit.</summary>
internal sealed record BudgetVerdict(UsageBudget Budget, string? Key, BudgetRefusal Reason, decimal Used, decimal Reserved, decimal Requested, TimeSpan RetryAfter)
{
    public Exception? Error { get; init; }

    public string Message
    {
        get
        {
            var whose = Key is null ? "" : $" of {Key}";
            var unit = Budget.IsInRubles ? "rubles" : "tokens";
            return Reason switch
            {
                BudgetRefusal.PriceMissing => $"The call was not sent: the budget {Budget.Name}{whose} is in rubles, and the price book has no price for the model.",
                BudgetRefusal.StoreUnavailable => $"The call was not sent: the store of the budget {Budget.Name}{whose} could not be asked.",
                _ => FormattableString.Invariant(
                    $"The call was not sent: the budget {Budget.Name}{whose} has {Used:0.##} {unit} used and {Reserved:0.##} reserved of {Budget.AmountOf(Budget.Limit):0.##}, and the call may need {Requested:0.##}. It is free again in {RetryAfter:d\\.hh\\:mm\\:ss}."),
            };
        }
    }
}
