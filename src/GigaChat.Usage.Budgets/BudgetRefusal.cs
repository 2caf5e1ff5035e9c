namespace GigaChat.Usage;

/// <summary>The reasons of a refused call.</summary>
public enum BudgetRefusal
{
    /// <summary>
    /// The used amount, the reservations of calls in flight and the call's estimate together exceed the limit.
    /// </summary>
    LimitReached = 0,

    /// <summary>
    /// The budget is in rubles, the price book has no price for the model, and <see cref="BudgetFailureMode.Closed"/>
    /// was chosen.
    /// </summary>
    PriceMissing = 1,

    /// <summary>The budget store could not be queried, and <see cref="BudgetFailureMode.Closed"/> was chosen.</summary>
    StoreUnavailable = 2,

    /// <summary>
    /// The budget is in rubles, the request names no model or its body could not be read before sending, and
    /// <see cref="BudgetFailureMode.Closed"/> was chosen.
    /// </summary>
    ModelUnknown = 3,
}
