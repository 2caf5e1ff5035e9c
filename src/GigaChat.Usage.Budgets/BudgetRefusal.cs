namespace GigaChat.Usage;

/// <summary>Why a call was refused.</summary>
public enum BudgetRefusal
{
    /// <summary>What is used, what calls in flight have reserved and the call's estimate are together more than the
    /// limit.</summary>
    LimitReached = 0,

    /// <summary>The budget is in rubles, the price book has no price for the model, and
    /// <see cref="BudgetFailureMode.Closed"/> was chosen.</summary>
    PriceMissing = 1,

    /// <summary>The budget store could not be asked, and <see cref="BudgetFailureMode.Closed"/> was chosen.</summary>
    StoreUnavailable = 2,

    /// <summary>
    /// The budget is in rubles, the request names no model or its body could not be read before sending, and
    /// <see cref="BudgetFailureMode.Closed"/>
    /// was chosen.
    /// </summary>
    ModelUnknown = 3,
}
