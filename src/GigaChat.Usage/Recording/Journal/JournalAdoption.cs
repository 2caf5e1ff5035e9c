namespace GigaChat.Usage.Recording;

/// <summary>Finds what processes that have ended left in a journal directory.</summary>
internal sealed class JournalAdoption(string directory, JournalLog log)
{
    /// <summary>Opens the segments of one dead process after another, each with records that are not settled.</summary>
    /// <remarks>Whoever enumerates owns the segments from then on. A file that cannot be opened is left for the next
    /// search, and holds up no other.</remarks>
    public IEnumerable<IReadOnlyList<JournalSegment>> FindLeft()
    {
        foreach (var folder in JournalFolder.Adopt(directory))
        {
            var left = new List<JournalSegment>();
            try
            {
                folder.DeleteUnfinished();
                Open(folder, left);
            }
            catch (Exception error)
            {
                log.AdoptionFailed(error, folder.Path);
            }

            if (left.Count == 0)
            {
                folder.Dispose();
                continue;
            }

            log.Replaying(left.Sum(static segment => segment.Found), folder.Path);
            yield return left;
        }
    }

    /// <summary>Logs that the search ended early.</summary>
    public void Failed(Exception error) => log.AdoptionFailed(error, directory);

    private void Open(JournalFolder folder, List<JournalSegment> left)
    {
        // All are read before one is used: each knows how many records were written before it, and so what the end of
        // the one before has lost.
        var found = folder.SegmentPaths.Select(Scan).ToList();
        long? before = null;
        for (var i = 0; i < found.Count; i++)
        {
            var (path, stream, scan) = found[i];
            if (stream is null || scan is null)
            {
                before = null;
                continue;
            }

            var slots = SegmentSlots.Of(scan, before, IsBehind(found, i) ? found[i + 1].Scan?.Before : null);
            before = IsBehind(found, i) ? (scan.Before ?? before) + slots.End : null;
            try
            {
                Use(folder, path, stream, scan, slots, left);
            }
            catch (Exception error)
            {
                stream.Dispose();
                log.AdoptionFailed(error, path);
            }
        }
    }

    /// <summary>Whether a segment and the one found behind it were written one after the other.</summary>
    private static bool IsBehind(List<(string Path, FileStream? Stream, SegmentScan? Scan)> found, int at) =>
        at >= 0
        && at + 1 < found.Count
        && JournalFolder.NumberOf(found[at].Path) + 1 == JournalFolder.NumberOf(found[at + 1].Path);

    private (string Path, FileStream? Stream, SegmentScan? Scan) Scan(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = JournalFolder.OpenAlone(path, FileMode.Open);
            var scan = SegmentScan.Of(stream.SafeFileHandle);
            if (scan.Version is null or <= SegmentHeader.Version)
                return (path, stream, scan);
            log.LaterVersion(path);
        }
        catch (Exception error)
        {
            log.AdoptionFailed(error, path);
        }

        stream?.Dispose();
        return (path, null, null);
    }

    private void Use(
        JournalFolder folder,
        string path,
        FileStream stream,
        SegmentScan scan,
        SegmentSlots slots,
        List<JournalSegment> left
    )
    {
        if (scan.IsTorn)
            log.Torn(scan.Tail, path);
        if (slots.Count > 0)
        {
            left.Add(JournalSegment.Left(folder, path, stream, scan, slots));
            return;
        }

        stream.Dispose();
        if (scan.IsDamaged)
            log.Damaged(path, folder.SetAside(path));
        else
            File.Delete(path);
    }
}
