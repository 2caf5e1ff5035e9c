namespace GigaChat.Usage.Recording;

/// <content>Deletes settled records.</content>
internal sealed partial class Journal
{
    /// <summary>
    /// Releases settled records: every record that was read and has a number below this one (<c>null</c>: every
    /// record). For the writer only.
    /// </summary>
    public void SettleBelow(long? firstUnsettled)
    {
        while (_taken.TryPeek(out var oldest) && oldest.Number < (firstUnsettled ?? long.MaxValue))
        {
            var (_, segment, behind) = _taken.Dequeue();
            segment.Settled++;
            if (
                _taken.TryPeek(out var next)
                && next.Number < (firstUnsettled ?? long.MaxValue)
                && next.Segment == segment
            )
                continue;
            if (!DeleteIfDone(segment))
                Mark(segment, behind);
        }

        // Writing to a deleted file continues without an error, but its records could not be recovered.
        lock (_gate)
        {
            if (_active is { } active && !File.Exists(active.Path))
            {
                Broke(
                    new FileNotFoundException("The journal file was not found; it may have been deleted.", active.Path)
                );
                _pause = TimeSpan.Zero;
            }
        }
    }

    private bool DeleteIfDone(JournalSegment segment)
    {
        lock (_gate)
        {
            if (!segment.Closed || segment.Settled < segment.Count)
                return false;
            if (!_segments.Remove(segment))
                return true;
            _bytes -= segment.Length;

            // If the file cannot be moved away, its losses are not counted again.
            if (segment.Damaged)
                TryMarkAll(segment);
            segment.Dispose();
            _unflushed.Remove(segment);
            RemoveFile(segment);
            if (segment.Folder != _folder)
                ReleaseIfEmpty(segment.Folder);
            return true;
        }
    }

    private void RemoveFile(JournalSegment segment)
    {
        try
        {
            if (segment.Damaged)
                log.Damaged(segment.Path, segment.Folder.SetAside(segment.Path));
            else
                File.Delete(segment.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is found again at the next start and offered once more; the store ignores the duplicates.
        }
    }

    private void ReleaseIfEmpty(JournalFolder folder)
    {
        if (_segments.All(segment => segment.Folder != folder))
            folder.Dispose();
    }

    private static void Mark(JournalSegment segment, long settled) => Try(() => segment.Mark(settled));

    private static void TryMarkAll(JournalSegment segment) => Try(segment.MarkAll);

    private static void Try(Action mark)
    {
        try
        {
            mark();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Then a part of it is offered twice after a crash.
        }
    }
}
