namespace GigaChat.Usage.Alerts;

/// <summary>The state of evaluation and delivery, for the diagnostics.</summary>
internal sealed class AlertHealth
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Since, string Error)> _failed = new(StringComparer.Ordinal);
    private (DateTimeOffset Since, string Error)? _store;
    private IReadOnlyList<UsageAlertBacklog> _backlog = [];

    /// <summary>The rules that fail, with the time of the first failure in a row and the type of the last error.
    /// </summary>
    public IReadOnlyList<(string Rule, DateTimeOffset Since, string Error)> FailedRules
    {
        get
        {
            lock (_gate)
                return [.. _failed.Select(static pair => (pair.Key, pair.Value.Since, pair.Value.Error))];
        }
    }

    /// <summary>The failures of the alert store; null while it works.</summary>
    public (DateTimeOffset Since, string Error)? Store
    {
        get
        {
            lock (_gate)
                return _store;
        }
    }

    public IReadOnlyList<UsageAlertBacklog> Backlog
    {
        get => Volatile.Read(ref _backlog);
        set => Volatile.Write(ref _backlog, value);
    }

    public DateTimeOffset? EvaluatedAt { get; private set; }

    public void Evaluated(DateTimeOffset now)
    {
        lock (_gate)
            (_store, EvaluatedAt) = (null, now);
    }

    /// <returns><c>true</c> for the first failure in a row: a store that is down for hours is one line of the log.
    /// </returns>
    public bool Failed(DateTimeOffset now, Exception error)
    {
        lock (_gate)
        {
            var isFirst = _store is null;
            _store = (_store?.Since ?? now, error.GetType().Name);
            return isFirst;
        }
    }

    public void Succeeded(string rule)
    {
        lock (_gate)
            _failed.Remove(rule);
    }

    /// <returns><c>true</c> for the first failure in a row.</returns>
    public bool Failed(string rule, DateTimeOffset now, Exception error)
    {
        lock (_gate)
        {
            var isKnown = _failed.TryGetValue(rule, out var known);
            _failed[rule] = (isKnown ? known.Since : now, error.GetType().Name);
            return !isKnown;
        }
    }
}
