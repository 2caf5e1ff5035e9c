namespace GigaChat.Usage;

/// <summary>The options of budgets.</summary>
public sealed record GigaChatBudgetOptions
{
    /// <summary>The completion tokens to reserve for a call that sets no <c>max_tokens</c>, 0 to 1,000,000.</summary>
    /// <value>The default is 1,024.</value>
    public int DefaultCompletionTokens { get; init; } = 1024;

    /// <summary>
    /// The prompt tokens to reserve for a request with a body that cannot be read before it is sent and has no known
    /// length, 0 to 1,000,000.
    /// </summary>
    /// <value>The default is 2,048.</value>
    public int DefaultPromptTokens { get; init; } = 2048;

    /// <summary>
    /// The time a reservation is valid in a store that several processes share, 10 seconds to 1 day: the reservation of
    /// a process that died is released after it. A call that lasts longer is still settled.
    /// </summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan ReservationLease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The time a call waits for a store that several processes share, 100 milliseconds to 1 minute; after it the store
    /// counts as unavailable.
    /// </summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan StoreTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The treatment of a call when it is not known whether it fits.</summary>
    /// <value>The default is <see cref="BudgetFailureMode.Open"/>.</value>
    public BudgetFailureMode WhenUnknown { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public void Validate()
    {
        if (DefaultCompletionTokens is < 0 or > 1_000_000)
            throw new ArgumentOutOfRangeException(
                nameof(DefaultCompletionTokens),
                DefaultCompletionTokens,
                "It must be 0 to 1,000,000 tokens."
            );
        if (DefaultPromptTokens is < 0 or > 1_000_000)
            throw new ArgumentOutOfRangeException(
                nameof(DefaultPromptTokens),
                DefaultPromptTokens,
                "It must be 0 to 1,000,000 tokens."
            );
        if (ReservationLease < TimeSpan.FromSeconds(10) || ReservationLease > TimeSpan.FromDays(1))
            throw new ArgumentOutOfRangeException(
                nameof(ReservationLease),
                ReservationLease,
                "It must be 10 seconds to 1 day."
            );
        if (StoreTimeout < TimeSpan.FromMilliseconds(100) || StoreTimeout > TimeSpan.FromMinutes(1))
            throw new ArgumentOutOfRangeException(
                nameof(StoreTimeout),
                StoreTimeout,
                "It must be 100 milliseconds to 1 minute."
            );
        if (!Enum.IsDefined(WhenUnknown))
            throw new ArgumentOutOfRangeException(
                nameof(WhenUnknown),
                WhenUnknown,
                $"It must be one of {string.Join(", ", Enum.GetNames<BudgetFailureMode>())}."
            );
    }
}
