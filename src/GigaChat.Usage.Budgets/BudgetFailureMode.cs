namespace GigaChat.Usage;

/// <summary>
/// The treatment of a call when it is not known whether it fits: the budget store cannot be queried, or a budget in
/// rubles lacks the model or its price.
/// </summary>
public enum BudgetFailureMode
{
    /// <summary>The call is sent; it is logged and counted.</summary>
    Open = 0,

    /// <summary>The call is refused as if it did not fit.</summary>
    Closed = 1,
}
