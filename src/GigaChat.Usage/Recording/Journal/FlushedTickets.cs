namespace GigaChat.Usage.Recording;

/// <summary>The appended records that are on the disk. Guarded by the flush lock of the journal.</summary>
/// <remarks>
/// Data that a failed flush has lost from the page cache is not written by a later one: those records count as not
/// flushed in any case.
/// </remarks>
internal struct FlushedTickets
{
    private long _decided;
    private long _failedBehind;
    private long _failedUpTo;

    /// <summary>Determines whether a flush has been tried for the record.</summary>
    public readonly bool IsDecided(long ticket) => ticket <= _decided;

    /// <summary>Determines whether the record is on the disk.</summary>
    public readonly bool IsFlushed(long ticket) =>
        IsDecided(ticket) && (ticket <= _failedBehind || ticket > _failedUpTo);

    public void Flushed(long upTo) => _decided = Math.Max(_decided, upTo);

    public void Failed(long upTo)
    {
        if (_failedUpTo == 0)
            _failedBehind = _decided;
        _failedUpTo = Math.Max(_failedUpTo, upTo);
        _decided = Math.Max(_decided, upTo);
    }
}
