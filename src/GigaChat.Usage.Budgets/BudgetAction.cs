namespace GigaChat.Usage;

/// <summary>What a call that does not fit a budget gets. It is never sent, unless the budget only warns.</summary>
public enum BudgetAction
{
    /// <summary>A <see cref="GigaChatBudgetExceededException"/>.</summary>
    Throw = 0,

    /// <summary>
    /// A response of status 429 in GigaChat's own error shape. It has <c>Retry-After</c> only when the budget is free
    /// again within a minute, because
    /// SDKs and retry handlers wait for as long as it says, hours too.
    /// </summary>
    TooManyRequests = 1,

    /// <summary>Nothing: the call goes on; the thresholds' event, a log line and a metric tell.</summary>
    Warn = 2,
}
