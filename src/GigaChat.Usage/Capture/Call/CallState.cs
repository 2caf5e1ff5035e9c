namespace GigaChat.Usage.Capture;

/// <summary>
/// The progress of a call. Its bytes come from one reader at a time; its end may come from another thread, and is
/// processed once.
/// </summary>
internal struct CallState
{
    private const int Open = 0;
    private const int Reading = 1;
    private const int Ending = 2;
    private const int Over = 3;

    private int _state;
    private CallEnd _end;
    private Exception? _error;

    /// <summary>The end that another thread left to the reader.</summary>
    public readonly CallEnd PendingEnd => _end;

    /// <summary>The exception of <see cref="PendingEnd"/>.</summary>
    public readonly Exception? PendingError => _error;

    /// <summary>Starts to read; <c>false</c> if the call is over.</summary>
    public bool TryRead() => Interlocked.CompareExchange(ref _state, Reading, Open) == Open;

    /// <summary>
    /// Stops to read; <c>false</c> if another thread has ended the call meanwhile, which leaves the end to the reader.
    /// </summary>
    public bool TryStopReading() => Interlocked.CompareExchange(ref _state, Open, Reading) == Reading;

    /// <summary>Ends the call while it is being read.</summary>
    public void EndRead() => Volatile.Write(ref _state, Over);

    /// <summary>Ends the call, if it is not being read.</summary>
    /// <returns><c>true</c> if the caller has to process the end; <c>false</c> if that was done, or is done by the
    /// thread that reads.</returns>
    public bool TryEnd(CallEnd end, Exception? error)
    {
        while (Volatile.Read(ref _state) != Over)
        {
            if (Interlocked.CompareExchange(ref _state, Over, Open) == Open)
                return true;

            // Another thread is reading, as when a stream is disposed during a read: it processes the end afterwards.
            _error = error;
            _end = end;
            if (Interlocked.CompareExchange(ref _state, Ending, Reading) != Open)
                return false;
        }

        return false;
    }

    /// <summary>Ends a call that was not sent; <c>false</c> if it is over.</summary>
    public bool TryDiscard() => Interlocked.Exchange(ref _state, Over) != Over;
}
