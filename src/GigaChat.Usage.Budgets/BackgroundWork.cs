namespace GigaChat.Usage.Budgets;

/// <summary>Work that no caller waits for, and the moment when all of it has ended.</summary>
internal sealed class BackgroundWork
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _ended;
    private int _running;

    public void Begin()
    {
        lock (_lock)
            _running++;
    }

    public void End()
    {
        lock (_lock)
        {
            if (--_running == 0)
                _ended?.TrySetResult();
        }
    }

    /// <summary>Waits until no work is running.</summary>
    public Task WhenEndedAsync()
    {
        lock (_lock)
        {
            if (_running == 0)
                return Task.CompletedTask;
            if (_ended is null || _ended.Task.IsCompleted)
                _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _ended.Task;
        }
    }
}
