namespace GigaChat.Usage;

/// <summary>What a call that does not fit a budget gets. It is never sent, unless the budget only warns.</summary>
public enum BudgetAction
{
    /// <summary>A <see cref="GigaChatBudgetExceededException"/>.</summary>
    Throw = 0,

    /// <summary>An answer of status 429 in GigaChat's own error shape, with <c>Retry-After</c>. Retry handlers will wait for it.</summary>
    TooManyRequests = 1,

    /// <summary>Nothing: the call goes on; the thresholds' event, a log line and a metric tell.</summary>
    Warn = 2,
}
