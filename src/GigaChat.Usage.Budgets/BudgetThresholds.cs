using System.Collections.Concurrent;
using GigaChat.Usage.Logging;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Budgets;

/// <summary>Marks reached thresholds, each once per period, and raises their event.</summary>
internal sealed class BudgetThresholds(GigaChatBudgets sender, IBudgetStore store, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// The used share, in percent, from which a refusal counts as 100 %. Below it the call was too large for the
    /// remainder, and the budget is not used up.
    /// </summary>
    public const int FullWhenRefused = 80;

    /// <summary>
    /// The number of log lines per minute: one budget by user can have thousands of counters, which reach their
    /// thresholds in the same hour.
    /// </summary>
    private const int LinesPerMinute = 10;

    private readonly ConcurrentDictionary<string, LogThrottle> _lines = new(StringComparer.Ordinal);

    public EventHandler<BudgetThresholdEventArgs>? Handlers { get; set; }

    /// <summary>
    /// Gets <c>true</c> if there is a threshold to mark, so that the store is written once for each, not once per call;
    /// otherwise, <c>false</c>.
    /// </summary>
    public bool IsDue(UsageBudget budget, BudgetCounter counter, long used, bool refused)
    {
        if (used < counter.LowestThreshold)
            return false;
        foreach (var percent in budget.Thresholds)
        {
            if (!IsReached(budget, percent, used, refused))
                return false;
            if (!IsMarked(counter, percent))
                return true;
        }

        return false;
    }

    /// <exception cref="Exception">The store could not be queried.</exception>
    public async ValueTask MarkAsync(UsageBudget budget, BudgetCounter counter, long used, bool refused)
    {
        foreach (var percent in budget.Thresholds)
        {
            if (!IsReached(budget, percent, used, refused))
                return;
            if (await TryMarkAsync(counter, percent).ConfigureAwait(false))
                Raise(
                    new BudgetThresholdEventArgs(budget, counter, percent, budget.AmountOf(used)),
                    budget.Words(used)
                );
        }
    }

    /// <summary>Writes the mark to the store once, however many calls pass the threshold in the meantime.</summary>
    private async ValueTask<bool> TryMarkAsync(BudgetCounter counter, int percent)
    {
        (int, long) before;
        lock (counter)
        {
            if (IsMarked(counter, percent))
                return false;
            before = (counter.Marked, counter.MarkedAt);
            (counter.Marked, counter.MarkedAt) = (percent, time.GetTimestamp());
        }

        try
        {
            return await store
                .TryMarkAsync(counter, percent, time.GetUtcNow(), CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch
        {
            lock (counter)
                (counter.Marked, counter.MarkedAt) = before;
            throw;
        }
    }

    private static bool IsReached(UsageBudget budget, int percent, long used, bool refused) =>
        used >= budget.ThresholdOf(percent)
        || (refused && percent <= 100 && used >= budget.ThresholdOf(FullWhenRefused));

    /// <summary>
    /// Gets <c>true</c> if it, or a higher one, is known to be marked; otherwise, <c>false</c>. The marks of a rolling
    /// counter end with its window.
    /// </summary>
    private bool IsMarked(BudgetCounter counter, int percent)
    {
        lock (counter)
            return counter.Marked >= percent && !(time.GetElapsedTime(counter.MarkedAt) > counter.Window);
    }

    private void Raise(BudgetThresholdEventArgs reached, string used)
    {
        if (
            _lines
                .GetOrAdd(reached.Budget.Name, static (_, time) => new LogThrottle(time, LinesPerMinute), time)
                .Allows(out var heldBack)
        )
            BudgetLog.ThresholdReached(
                logger,
                reached.Budget.Name,
                reached.Budget.Scope == BudgetScope.AccessToken ? "an access token" : reached.Key ?? "all",
                reached.Percent,
                used,
                heldBack
            );
        if (Handlers is not { } handlers)
            return;
        ThreadPool.UnsafeQueueUserWorkItem(
            static state =>
            {
                foreach (var handler in Delegate.EnumerateInvocationList(state.Handlers))
                {
                    try
                    {
                        handler(state.Sender, state.Reached);
                    }
                    catch (Exception error)
                    {
                        BudgetLog.HandlerFailed(state.Logger, error);
                    }
                }
            },
            (Sender: sender, Handlers: handlers, Reached: reached, Logger: logger),
            preferLocal: false
        );
    }
}
