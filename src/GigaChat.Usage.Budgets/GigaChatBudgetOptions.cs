using GigaChat.Usage.Configuration;

namespace GigaChat.Usage;

/// <summary>The options of budgets. Configuration keys have the names of the properties.</summary>
public sealed class GigaChatBudgetOptions
{
    /// <summary>The completion tokens to reserve for a call that sets no <c>max_tokens</c>, 0 to 1,000,000.</summary>
    /// <value>The default is 1,024.</value>
    [Within(0, 1_000_000)]
    public int DefaultCompletionTokens { get; set; } = 1024;

    /// <summary>
    /// The prompt tokens to reserve for a request with a body that cannot be read before it is sent and has no known
    /// length, 0 to 1,000,000.
    /// </summary>
    /// <value>The default is 2,048.</value>
    [Within(0, 1_000_000)]
    public int DefaultPromptTokens { get; set; } = 2048;

    /// <summary>
    /// The time a reservation is valid in a store that several processes share, 10 seconds to 1 day: the reservation of
    /// a process that died is released after it. A call that lasts longer is still settled.
    /// </summary>
    /// <value>The default is 10 minutes.</value>
    [Within("00:00:10", "1.00:00:00")]
    public TimeSpan ReservationLease { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The time a call waits for a store that several processes share, 100 milliseconds to 1 minute; after it the store
    /// counts as unavailable.
    /// </summary>
    /// <value>The default is 5 seconds.</value>
    [Within("00:00:00.1", "00:01:00")]
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The treatment of a call when it is not known whether it fits.</summary>
    /// <value>The default is <see cref="BudgetFailureMode.Open"/>.</value>
    [Named(nameof(BudgetFailureMode.Open), nameof(BudgetFailureMode.Closed))]
    public BudgetFailureMode WhenUnknown { get; set; }
}
