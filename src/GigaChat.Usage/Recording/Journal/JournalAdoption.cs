namespace GigaChat.Usage;

/// <summary>Finds what owners that have ended left in a journal directory.</summary>
internal sealed class JournalAdoption(string directory, JournalLog log)
{
    /// <summary>Opens the segments of one dead owner after another, each with records that are not settled.</summary>
    /// <remarks>Whoever enumerates owns the segments from then on.</remarks>
    public IEnumerable<IReadOnlyList<JournalSegment>> FindLeft()
    {
        foreach (var folder in JournalFolder.Adopt(directory))
        {
            var left = new List<JournalSegment>();
            try
            {
                foreach (var path in folder.SegmentPaths)
                    Open(folder, path, left);
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

            log.Replaying(left.Sum(segment => segment.Count), folder.Path);
            yield return left;
        }
    }

    /// <summary>Tells that the search ended early.</summary>
    public void Failed(Exception error) => log.AdoptionFailed(error, directory);

    private void Open(JournalFolder folder, string path, List<JournalSegment> left)
    {
        if (JournalSegment.Open(folder, path, out var version) is not { } segment)
        {
            if (version > SegmentHeader.Version)
                log.LaterVersion(path);
            else
                log.Damaged(path, folder.SetAside(path));
            return;
        }

        if (segment.Torn > 0)
            log.Torn(segment.Torn, path);
        if (segment.Count > 0)
        {
            left.Add(segment);
            return;
        }

        segment.Dispose();
        if (segment.Damaged)
            log.Damaged(path, folder.SetAside(path));
        else
            File.Delete(path);
    }
}
