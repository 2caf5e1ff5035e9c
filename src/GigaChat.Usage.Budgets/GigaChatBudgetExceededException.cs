using GigaChat.Usage.Budgets;

namespace GigaChat.Usage;

/// <summary>A call was not sent because it does not fit a budget.</summary>
public sealed class GigaChatBudgetExceededException : Exception
{
    /// <summary>Makes the exception with a general message.</summary>
    public GigaChatBudgetExceededException()
        : base("The call does not fit a budget and was not sent.") { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What does not fit.</param>
    public GigaChatBudgetExceededException(string? message)
        : base(message) { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What does not fit.</param>
    /// <param name="innerException">What led to it.</param>
    public GigaChatBudgetExceededException(string? message, Exception? innerException)
        : base(message, innerException) { }

    internal GigaChatBudgetExceededException(BudgetVerdict verdict)
        : base(verdict.Message, verdict.Error)
    {
        Budget = verdict.Budget;
        Key = verdict.Key;
        Reason = verdict.Reason;
        Used = verdict.Used;
        Reserved = verdict.Reserved;
        Requested = verdict.Requested;
        RetryAfter = verdict.RetryAfter;
    }

    /// <summary>The budget.</summary>
    public UsageBudget? Budget { get; }

    /// <summary>The user, access token (as it is kept), type or platform whose budget it is; null for everything
    /// together.</summary>
    public string? Key { get; }

    /// <summary>Why the call was refused.</summary>
    public BudgetRefusal Reason { get; }

    /// <summary>What is used of the budget, in its own unit: tokens or rubles.</summary>
    public decimal Used { get; }

    /// <summary>What calls in flight have reserved.</summary>
    public decimal Reserved { get; }

    /// <summary>The estimate of the refused call.</summary>
    public decimal Requested { get; }

    /// <summary>
    /// How long until the budget, or a part of it, is free again: one second when only calls in flight are in the way.
    /// Null when the call can never
    /// fit, because its estimate is more than the limit.
    /// </summary>
    public TimeSpan? RetryAfter { get; }
}
