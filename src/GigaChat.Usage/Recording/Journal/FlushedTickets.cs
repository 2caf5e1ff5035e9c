namespace GigaChat.Usage.Recording;

/// <summary>Which appended records are on the disk. Guarded by the journal's flush lock.</summary>
/// <remarks>What a failed flush has lost from the page cache, a later one does not write: those records count as not
/// flushed whatever comes after.</remarks>
internal struct FlushedTickets
{
    private long _decided;
    private long _failedBehind;
    private long _failedUpTo;

    /// <summary>Whether a flush has been tried for the record.</summary>
    public readonly bool IsDecided(long ticket) => ticket <= _decided;

    /// <summary>Whether the record is on the disk.</summary>
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
