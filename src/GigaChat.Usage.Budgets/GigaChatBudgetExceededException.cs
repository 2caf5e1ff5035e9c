using GigaChat.Usage.Budgets;

namespace GigaChat.Usage;

/// <summary>The exception for a call that was not sent because it does not fit a budget.</summary>
public sealed class GigaChatBudgetExceededException : Exception
{
    /// <summary>
    /// Initializes a new instance of the <see cref="GigaChatBudgetExceededException"/> class with a general message.
    /// </summary>
    public GigaChatBudgetExceededException()
        : base("The call does not fit a budget and was not sent.") { }

    /// <summary>Initializes a new instance of the <see cref="GigaChatBudgetExceededException"/> class.</summary>
    /// <param name="message">The message.</param>
    public GigaChatBudgetExceededException(string? message)
        : base(message) { }

    /// <summary>Initializes a new instance of the <see cref="GigaChatBudgetExceededException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
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

    /// <summary>
    /// The user, access token (in its stored form), type, platform, value of the tag or model of the budget; null for a
    /// budget that covers all calls.
    /// </summary>
    public string? Key { get; }

    /// <summary>The reason of the refusal.</summary>
    public BudgetRefusal Reason { get; }

    /// <summary>The used amount of the budget, in its unit: tokens or rubles.</summary>
    public decimal Used { get; }

    /// <summary>The amount reserved by calls in flight, in the budget's unit.</summary>
    public decimal Reserved { get; }

    /// <summary>The estimate of the refused call, in the budget's unit.</summary>
    public decimal Requested { get; }

    /// <summary>
    /// The time until the budget, or a part of it, is available again: one second when only calls in flight use up the
    /// rest. Null when the call can never fit, because its estimate exceeds the limit.
    /// </summary>
    public TimeSpan? RetryAfter { get; }
}
