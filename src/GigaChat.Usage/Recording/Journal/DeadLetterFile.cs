using System.Text;
using GigaChat.Usage.Files;

namespace GigaChat.Usage.Recording;

/// <summary>The file of records that a store refused, one JSON object a line; several processes may share it.</summary>
internal sealed class DeadLetterFile
{
    /// <summary>The name of its files, without their endings.</summary>
    public const string Name = "dead-letters";

    private static readonly TimeSpan PatienceForLock = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockTriedAgainAfter = TimeSpan.FromMilliseconds(20);

    private readonly string _directory;
    private readonly string _lockPath;
    private readonly long _maxBytes;

    /// <summary>Names the file of a directory; both may be missing.</summary>
    public DeadLetterFile(string directory, long maxBytes)
    {
        _directory = directory;
        _maxBytes = maxBytes;
        _lockPath = System.IO.Path.Combine(directory, Name + ".lock");
        Path = System.IO.Path.Combine(directory, Name + ".jsonl");
        JournalDirectory.Tighten(directory);
    }

    public string Path { get; }

    /// <summary>Adds a record.</summary>
    /// <exception cref="IOException">The file cannot be written, or holds as much as it may.</exception>
    public async Task AppendAsync(ParkedRecord parked, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateFolder(_directory);
        using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        using var stream = PrivateFiles.Open(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var file = stream.SafeFileHandle;
        var length = RandomAccess.GetLength(file);
        if (length >= _maxBytes)
            throw new IOException(
                $"The file of dead letters holds {length} bytes, as many as {nameof(GigaChatUsageOptions.JournalMaxBytes)} allows; replay or delete some."
            );

        // A line that was cut short by a crash is ended first, so that it spoils only itself.
        var last = new byte[1];
        var ended = length == 0 || RandomAccess.Read(file, last, length - 1) == 0 || last[0] == '\n';
        byte[] line = [.. ended ? ""u8 : "\n"u8, .. DeadLetterJson.Line(parked)];
        RandomAccess.Write(file, line, length);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>The records of the file, oldest first; of one that was refused several times, the last refusal. Lines
    /// that cannot be read are left out.</summary>
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

    /// <summary>How many lines stand in the file's first bytes, without waiting for who writes to it.</summary>
    /// <param name="most">How many bytes to look at.</param>
    /// <returns>The lines, and how many bytes were not looked at.</returns>
    public (long Lines, long FurtherBytes) Count(int most)
    {
        if (!File.Exists(Path))
            return (0, 0);
        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[Math.Min(most, RandomAccess.GetLength(file))];
        var read = RandomAccess.Read(file, bytes, 0);
        return (bytes.AsSpan(0, read).Count((byte)'\n'), RandomAccess.GetLength(file) - read);
    }

    /// <summary>Removes records. Lines that cannot be read stay.</summary>
    /// <returns>How many records were removed.</returns>
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

        // A new file in the place of the old one: a crash in between leaves one of the two, whole.
        var content = Encoding.UTF8.GetBytes(string.Concat(kept.Select(static line => line + "\n")));
        await PrivateFiles.ReplaceAsync(Path, content, cancellationToken).ConfigureAwait(false);
        return removed.Count;
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        // Another process holds it on the machine's clock, whatever the application's says.
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
