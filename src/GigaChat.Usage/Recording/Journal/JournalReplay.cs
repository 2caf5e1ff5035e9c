namespace GigaChat.Usage.Recording;

/// <summary>
/// Moves the records that other processes left in the journal directory into the queue: once at the start, and then
/// periodically, for processes that end later.
/// </summary>
internal sealed class JournalReplay : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly JournalAdoption _adoption;
    private readonly RecordQueue _queue;
    private readonly Action _startWriting;
    private readonly ITimer _timer;
    private bool _stopped;

    public JournalReplay(JournalAdoption adoption, RecordQueue queue, Action startWriting, TimeProvider timeProvider)
    {
        _adoption = adoption;
        _queue = queue;
        _startWriting = startWriting;

        // Neither keeps the ambient state of the place where the recorder happens to be created.
        using (ExecutionContext.SuppressFlow())
        {
            First = Task.Run(Replay);
            _timer = timeProvider.CreateTimer(
                static replay => ((JournalReplay)replay!).Replay(),
                this,
                Interval,
                Interval
            );
        }
    }

    /// <summary>A task that completes when all records that were left at the start are in the queue.</summary>
    public Task First { get; }

    /// <summary>Stops the search, and waits for one that is running.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
            _stopped = true;
    }

    /// <summary>
    /// Replays once. Never throws: on the thread of the timer that would end the process, and at the start every flush
    /// would fail.
    /// </summary>
    private void Replay()
    {
        lock (_gate)
        {
            try
            {
                if (!_stopped)
                    TakeIn();
            }
            catch (Exception error)
            {
                _adoption.Failed(error);
            }
        }
    }

    private void TakeIn()
    {
        foreach (var segments in _adoption.FindLeft())
        {
            if (_queue.TryReplay(segments))
            {
                _startWriting();
                continue;
            }

            // The recorder is stopping: the segments remain for the next process.
            foreach (var segment in segments)
                segment.Dispose();
            segments[0].Folder.Dispose();
            return;
        }
    }
}
