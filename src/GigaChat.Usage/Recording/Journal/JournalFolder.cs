using System.Globalization;
using GigaChat.Usage.Files;

namespace GigaChat.Usage.Recording;

/// <summary>
/// The part of a journal directory that one process writes to: a folder of segments, and a lock file beside it that is
/// released when the process ends in any way.
/// </summary>
internal sealed class JournalFolder : IDisposable
{
    /// <summary>The extension of a segment that has no header yet, and so contains no record.</summary>
    public const string TemporaryEnding = ".new";

    private const string LockEnding = ".lock";
    private const string SegmentEnding = ".journal";
    private const string DamagedEnding = ".damaged";

    private readonly string _lockPath;
    private readonly FileStream _lock;
    private int _segments;

    private JournalFolder(string path, FileStream heldLock)
    {
        Path = path;
        _lockPath = path + LockEnding;
        _lock = heldLock;
    }

    public string Path { get; }

    public bool Exists => Directory.Exists(Path);

    /// <summary>The segments that an earlier process left, in the order in which they were written.</summary>
    public IEnumerable<string> SegmentPaths =>
        Directory.GetFiles(Path, "*" + SegmentEnding).Order(StringComparer.Ordinal);

    /// <summary>Creates a folder for this process.</summary>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static JournalFolder Create(string directory, TimeProvider timeProvider)
    {
        PrivateFiles.CreateFolder(directory);
        var path = System.IO.Path.Combine(directory, $"{RecordId.Create(timeProvider.GetUtcNow()):N}");

        // Locked before the folder is visible, so that no process takes it for the folder of a terminated one.
        var heldLock = Lock(path, FileMode.CreateNew);
        try
        {
            PrivateFiles.CreateFolder(path);
            return new JournalFolder(path, heldLock);
        }
        catch
        {
            heldLock.Dispose();
            throw;
        }
    }

    /// <summary>Takes ownership of the folders of terminated processes.</summary>
    public static IEnumerable<JournalFolder> Adopt(string directory)
    {
        if (!Directory.Exists(directory))
            yield break;
        foreach (var path in Directory.GetDirectories(directory).Order(StringComparer.Ordinal))
        {
            if (Guid.TryParseExact(System.IO.Path.GetFileName(path), "N", out _) && TryAdopt(path) is { } folder)
                yield return folder;
        }
    }

    /// <summary>Gets the path of a new segment.</summary>
    public string NextSegmentPath() =>
        System.IO.Path.Combine(Path, FormattableString.Invariant($"{++_segments:D8}{SegmentEnding}"));

    /// <summary>
    /// Gets the number of a segment in the order in which they were written; <c>null</c> for a name of another form.
    /// </summary>
    public static long? NumberOf(string segmentPath) =>
        long.TryParse(
            System.IO.Path.GetFileNameWithoutExtension(segmentPath),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    /// <summary>Moves a segment that cannot be read completely out of the folder, for inspection.</summary>
    /// <returns>The path of the moved file.</returns>
    /// <exception cref="IOException">The file cannot be moved.</exception>
    public string SetAside(string segmentPath)
    {
        var name = $"{Path}-{System.IO.Path.GetFileName(segmentPath)}";
        var kept = name + DamagedEnding;

        // No kept file is overwritten, even if the segment was moved back manually.
        for (var i = 2; File.Exists(kept); i++)
            kept = FormattableString.Invariant($"{name}.{i}{DamagedEnding}");
        File.Move(segmentPath, kept);
        return kept;
    }

    /// <summary>Deletes segments that an earlier process had not completely created.</summary>
    public void DeleteUnfinished()
    {
        foreach (var path in Directory.GetFiles(Path, "*" + SegmentEnding + TemporaryEnding))
        {
            try
            {
                // Not that of a running process with a deleted lock file.
                using (PrivateFiles.OpenAlone(path, FileMode.Open))
                    File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The next search tries again; the file contains no record.
            }
        }
    }

    /// <summary>Releases the folder: removes it if it is empty; otherwise, leaves it to the next process.</summary>
    public void Dispose()
    {
        try
        {
            if (Exists && !Directory.EnumerateFileSystemEntries(Path).Any())
                Directory.Delete(Path);
            if (!Exists)
                File.Delete(_lockPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // An empty folder remains for the next process to remove.
        }

        _lock.Dispose();
    }

    /// <summary>Restricts permissions: version 0.1 created files that others could read.</summary>
    private void Tighten()
    {
        PrivateFiles.TightenFolder(Path);
        PrivateFiles.TightenFile(_lockPath);
        foreach (var path in Directory.GetFiles(Path))
            PrivateFiles.TightenFile(path);
    }

    private static JournalFolder? TryAdopt(string path)
    {
        FileStream heldLock;
        try
        {
            heldLock = Lock(path, FileMode.OpenOrCreate);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Its process is running, or it belongs to another user.
            return null;
        }

        var folder = new JournalFolder(path, heldLock);
        if (folder.Exists)
        {
            folder.Tighten();
            return folder;
        }

        // Another process was faster, and has finished.
        folder.Dispose();
        return null;
    }

    private static FileStream Lock(string path, FileMode mode) => PrivateFiles.OpenAlone(path + LockEnding, mode);
}
