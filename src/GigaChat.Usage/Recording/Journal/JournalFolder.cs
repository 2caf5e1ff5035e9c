using Microsoft.Win32.SafeHandles;

namespace GigaChat.Usage;

/// <summary>The part of a journal directory that one owner writes to: a folder of segments, and beside it a lock that ends with the owner, however that ends.</summary>
internal sealed class JournalFolder : IDisposable
{
    private const string LockEnding = ".lock";
    private const string SegmentEnding = ".journal";

    private readonly string _lockPath;
    private readonly SafeFileHandle _lock;
    private int _segments;

    private JournalFolder(string path, SafeFileHandle heldLock)
    {
        Path = path;
        _lockPath = path + LockEnding;
        _lock = heldLock;
    }

    public string Path { get; }

    public bool Exists => Directory.Exists(Path);

    /// <summary>The segments that an earlier owner left, in the order they were written.</summary>
    public IEnumerable<string> SegmentPaths => Directory.GetFiles(Path, "*" + SegmentEnding).Order(StringComparer.Ordinal);

    /// <summary>Makes a folder of one's own.</summary>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static JournalFolder Create(string directory, TimeProvider timeProvider)
    {
        Directory.CreateDirectory(directory);
        var path = System.IO.Path.Combine(directory, $"{RecordId.Create(timeProvider.GetUtcNow()):N}");

        // Locked before it can be seen as a folder, so that nobody takes it for a dead owner's.
        var heldLock = Lock(path, FileMode.CreateNew);
        try
        {
            Directory.CreateDirectory(path);
            return new JournalFolder(path, heldLock);
        }
        catch
        {
            heldLock.Dispose();
            throw;
        }
    }

    /// <summary>Takes over the folders whose owners have ended.</summary>
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
    public string NextSegmentPath() => System.IO.Path.Combine(Path, FormattableString.Invariant($"{++_segments:D8}{SegmentEnding}"));

    /// <summary>Moves a segment that cannot be read whole out of the folder, for a person to look at.</summary>
    /// <returns>Where it is kept.</returns>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public string SetAside(string segmentPath)
    {
        var kept = $"{Path}-{System.IO.Path.GetFileName(segmentPath)}.damaged";
        File.Move(segmentPath, kept, overwrite: true);
        return kept;
    }

    /// <summary>Lets the folder go: removes it when it holds nothing any more, else leaves it to who comes next.</summary>
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

    private static JournalFolder? TryAdopt(string path)
    {
        SafeFileHandle heldLock;
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
            return folder;

        // Another adopter was faster, and has finished.
        folder.Dispose();
        return null;
    }

    /// <summary>Exclusive on both: Windows deletes an open file only where that is shared, elsewhere anything shared makes the lock a shared one.</summary>
    private static SafeFileHandle Lock(string path, FileMode mode) =>
        File.OpenHandle(path + LockEnding, mode, FileAccess.ReadWrite, OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None);
}
