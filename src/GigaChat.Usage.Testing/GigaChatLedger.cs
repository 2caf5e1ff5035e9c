using System.Collections;

namespace GigaChat.Usage;

/// <summary>
/// The billed calls of the server, in order. A line is added before the caller can have read the end of its response.
/// </summary>
/// <remarks>Safe to read while calls are served; an enumeration is a snapshot of its start.</remarks>
public sealed class GigaChatLedger : IReadOnlyList<BilledCall>
{
    private readonly Lock _gate = new();
    private readonly List<BilledCall> _calls = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private long _totalTokens;

    internal GigaChatLedger() { }

    /// <summary>The number of calls.</summary>
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

    /// <summary>Gets one call, counted from zero.</summary>
    /// <param name="index">The index.</param>
    public BilledCall this[int index]
    {
        get
        {
            lock (_gate)
                return _calls[index];
        }
    }

    /// <summary>
    /// Waits until the ledger has at least a number of calls: a disconnected caller is noticed a moment later.
    /// </summary>
    /// <param name="count">The number of calls.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
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
