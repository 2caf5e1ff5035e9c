using System.Text;
using GigaChat.Usage.Files;

namespace GigaChat.Usage.Recording;

/// <summary>
/// The file of records that a store rejected, one JSON object a line; several processes may share it.
/// </summary>
internal sealed class DeadLetterFile
{
    /// <summary>The name of its files, without their extensions.</summary>
    public const string Name = "dead-letters";

    private static readonly TimeSpan PatienceForLock = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockTriedAgainAfter = TimeSpan.FromMilliseconds(20);

    private readonly string _directory;
    private readonly string _lockPath;
    private readonly long _maxBytes;

    /// <summary>
    /// Initializes a new instance of the <see cref="DeadLetterFile"/> class for a directory; directory and file may be
    /// missing.
    /// </summary>
    public DeadLetterFile(string directory, long maxBytes)
    {
        _directory = directory;
        _maxBytes = maxBytes;
        _lockPath = System.IO.Path.Combine(directory, Name + ".lock");
        Path = System.IO.Path.Combine(directory, Name + ".jsonl");
        JournalDirectory.Tighten(directory);
    }

    public string Path { get; }

    /// <summary>Appends a record.</summary>
    /// <exception cref="IOException">The file cannot be written, or has reached its maximum size.</exception>
    public async Task AppendAsync(ParkedRecord parked, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateFolder(_directory);
        using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        using var stream = PrivateFiles.Open(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var file = stream.SafeFileHandle;
        var length = RandomAccess.GetLength(file);
        if (length >= _maxBytes)
            throw new IOException(
                $"The dead letter file of {length} bytes has reached {nameof(GigaChatUsageOptions.JournalMaxBytes)}; "
                    + "replay or delete dead letters."
            );

        // A line that was cut short by a crash is ended first, so that only that line is unreadable.
        var last = new byte[1];
        var ended = length == 0 || RandomAccess.Read(file, last, length - 1) == 0 || last[0] == '\n';
        byte[] line = [.. ended ? ""u8 : "\n"u8, .. DeadLetterJson.Line(parked)];
        RandomAccess.Write(file, line, length);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>
    /// Gets the records of the file, oldest first; for one that was rejected several times, the last rejection.
    /// Unreadable lines are omitted.
    /// </summary>
    public async Task<IReadOnlyList<ParkedRecord>> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path))
            return [];
        var letters = new OrderedDictionary<Guid, ParkedRecord>();
        using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var line in File.ReadLinesAsync(Path, cancellationToken).ConfigureAwait(false))
        {
            if (DeadLetterJson.TryRead(line) is { } parked)
                letters[parked.Record.Id] = parked;
        }

        return [.. letters.Values];
    }

    /// <summary>
    /// Counts the lines in the first bytes of the file, without waiting for a process that writes to it.
    /// </summary>
    /// <param name="most">The maximum number of bytes to read.</param>
    /// <returns>The number of lines, and the number of bytes that were not read.</returns>
    public (long Lines, long FurtherBytes) Count(int most)
    {
        if (!File.Exists(Path))
            return (0, 0);
        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[Math.Min(most, RandomAccess.GetLength(file))];
        var read = RandomAccess.Read(file, bytes, 0);
        return (bytes.AsSpan(0, read).Count((byte)'\n'), RandomAccess.GetLength(file) - read);
    }

    /// <summary>Removes records. Unreadable lines are kept.</summary>
    /// <returns>The number of removed records.</returns>
    public async Task<int> RemoveAsync(Func<Guid, bool> which, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path))
            return 0;
        using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        var kept = new List<string>();
        var removed = new HashSet<Guid>();
        await foreach (var line in File.ReadLinesAsync(Path, cancellationToken).ConfigureAwait(false))
        {
            if (DeadLetterJson.TryRead(line) is { } parked && which(parked.Record.Id))
                removed.Add(parked.Record.Id);
            else if (line.Length > 0)
                kept.Add(line);
        }

        // A new file replaces the old one: a crash in between leaves one of the two complete.
        var content = Encoding.UTF8.GetBytes(string.Concat(kept.Select(static line => line + "\n")));
        await PrivateFiles.ReplaceAsync(Path, content, cancellationToken).ConfigureAwait(false);
        return removed.Count;
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        // Another process holds the file by the system clock, also if the application has a different one.
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return PrivateFiles.Open(_lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(began) < PatienceForLock)
            {
                await Task.Delay(LockTriedAgainAfter, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
