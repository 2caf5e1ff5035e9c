using System.Collections;

namespace GigaChat.Usage;

/// <summary>What the server billed, in order. A line is there before the caller can have read the end of its
/// answer.</summary>
/// <remarks>Safe to read while calls are served; an enumeration sees the lines of its first moment.</remarks>
public sealed class GigaChatLedger : IReadOnlyList<BilledCall>
{
    private readonly Lock _gate = new();
    private readonly List<BilledCall> _calls = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private long _totalTokens;

    internal GigaChatLedger() { }

    /// <summary>How many calls.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _calls.Count;
        }
    }

    /// <summary>The sum of all billed tokens.</summary>
    public long TotalTokens
    {
        get
        {
            lock (_gate)
                return _totalTokens;
        }
    }

    /// <summary>One call, counted from zero.</summary>
    /// <param name="index">Its place.</param>
    public BilledCall this[int index]
    {
        get
        {
            lock (_gate)
                return _calls[index];
        }
    }

    /// <summary>Ends when the ledger holds at least so many calls: a caller that hung up is noticed a moment
    /// later.</summary>
    /// <param name="count">How many calls.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public Task WaitForAsync(int count, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_calls.Count >= count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc />
    public IEnumerator<BilledCall> GetEnumerator()
    {
        BilledCall[] calls;
        lock (_gate)
            calls = [.. _calls];
        return ((IEnumerable<BilledCall>)calls).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal int Add(BilledCall call)
    {
        lock (_gate)
        {
            _calls.Add(call);
            _totalTokens += call.Tokens.Total;
            _waiting.RemoveAll(waiter => waiter.Count <= _calls.Count && waiter.Reached.TrySetResult());
            return _calls.Count - 1;
        }
    }

    internal void MarkAborted(int index)
    {
        lock (_gate)
            _calls[index] = _calls[index] with { IsAborted = true };
    }
}
