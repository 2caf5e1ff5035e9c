using System.Globalization;
using GigaChat.Usage.Files;

namespace GigaChat.Usage.Recording;

/// <summary>The part of a journal directory that one owner writes to: a folder of segments, and beside it a lock that
/// ends with the owner, however that ends.</summary>
internal sealed class JournalFolder : IDisposable
{
    /// <summary>The ending of a segment that has no header yet, and so holds no record.</summary>
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

    /// <summary>The segments that an earlier owner left, in the order they were written.</summary>
    public IEnumerable<string> SegmentPaths =>
        Directory.GetFiles(Path, "*" + SegmentEnding).Order(StringComparer.Ordinal);

    /// <summary>Makes a folder of one's own.</summary>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static JournalFolder Create(string directory, TimeProvider timeProvider)
    {
        PrivateFiles.CreateFolder(directory);
        var path = System.IO.Path.Combine(directory, $"{RecordId.Create(timeProvider.GetUtcNow()):N}");

        // Locked before it can be seen as a folder, so that nobody takes it for a dead owner's.
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

    /// <summary>Takes over the folders whose processes have ended.</summary>
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

    /// <summary>The path of a new segment.</summary>
    public string NextSegmentPath() =>
        System.IO.Path.Combine(Path, FormattableString.Invariant($"{++_segments:D8}{SegmentEnding}"));

    /// <summary>Gets the number of a segment in the order they were written; null for a name of another form.</summary>
    public static long? NumberOf(string segmentPath) =>
        long.TryParse(
            System.IO.Path.GetFileNameWithoutExtension(segmentPath),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    /// <summary>Moves a segment that cannot be read whole out of the folder, for a person to look at.</summary>
    /// <returns>The path under which it is kept.</returns>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public string SetAside(string segmentPath)
    {
        var name = $"{Path}-{System.IO.Path.GetFileName(segmentPath)}";
        var kept = name + DamagedEnding;

        // Nothing that is kept is overwritten, also where somebody put a segment back.
        for (var i = 2; File.Exists(kept); i++)
            kept = FormattableString.Invariant($"{name}.{i}{DamagedEnding}");
        File.Move(segmentPath, kept);
        return kept;
    }

    /// <summary>Deletes segments that an earlier process had not finished to create.</summary>
    public void DeleteUnfinished()
    {
        foreach (var path in Directory.GetFiles(Path, "*" + SegmentEnding + TemporaryEnding))
        {
            try
            {
                // Not that of a living process whose lock file was removed.
                using (OpenAlone(path, FileMode.Open))
                    File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Tried again with the next search; it holds no record.
            }
        }
    }

    /// <summary>Lets the folder go: removes it when it holds nothing any more, else leaves it to who comes
    /// next.</summary>
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
            // An empty folder is left behind, for the next owner to remove.
        }

        _lock.Dispose();
    }

    /// <summary>Version 0.1 created files that others could read.</summary>
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
            // Its owner lives, or it is not this user's.
            return null;
        }

        var folder = new JournalFolder(path, heldLock);
        if (folder.Exists)
        {
            folder.Tighten();
            return folder;
        }

        // Another adopter was faster, and has finished.
        folder.Dispose();
        return null;
    }

    private static FileStream Lock(string path, FileMode mode) => OpenAlone(path + LockEnding, mode);

    /// <summary>Opens a file that no other process has open.</summary>
    /// <remarks>Windows deletes an open file only where that is shared, elsewhere anything shared makes the lock a
    /// shared one.</remarks>
    /// <exception cref="IOException">Another process has it open.</exception>
    public static FileStream OpenAlone(string path, FileMode mode) =>
        PrivateFiles.Open(
            path,
            mode,
            FileAccess.ReadWrite,
            OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None
        );
}
