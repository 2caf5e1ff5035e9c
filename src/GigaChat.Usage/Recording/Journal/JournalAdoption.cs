using GigaChat.Usage.Files;

namespace GigaChat.Usage.Recording;

/// <summary>Finds the segments that terminated processes left in a journal directory.</summary>
internal sealed class JournalAdoption(string directory, JournalLog log)
{
    /// <summary>
    /// Opens the segments of one terminated process after another, each with records that are not settled.
    /// </summary>
    /// <remarks>
    /// The caller that enumerates owns the segments. A file that cannot be opened is skipped until the next search, and
    /// does not delay others.
    /// </remarks>
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
        // All are read before one is used: each contains the number of records written before it, and so reveals the
        // loss at the end of the previous one.
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

    /// <summary>Determines whether a segment and the next one found were written consecutively.</summary>
    private static bool IsBehind(List<(string Path, FileStream? Stream, SegmentScan? Scan)> found, int at) =>
        at >= 0
        && at + 1 < found.Count
        && JournalFolder.NumberOf(found[at].Path) + 1 == JournalFolder.NumberOf(found[at + 1].Path);

    private (string Path, FileStream? Stream, SegmentScan? Scan) Scan(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = PrivateFiles.OpenAlone(path, FileMode.Open);
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
