namespace GigaChat.Usage;

/// <summary>
/// The action on a call that does not fit a budget. The call is never sent, unless the budget only warns.
/// </summary>
public enum BudgetAction
{
    /// <summary>Throws a <see cref="GigaChatBudgetExceededException"/>.</summary>
    Throw = 0,

    /// <summary>
    /// Returns a response of status 429 in GigaChat's error format. It has <c>Retry-After</c> only when the budget has
    /// room again within a minute, because SDKs and retry handlers wait for that time, even for hours.
    /// </summary>
    TooManyRequests = 1,

    /// <summary>Sends the call; the thresholds' event, a log line and a metric report it.</summary>
    Warn = 2,
}
