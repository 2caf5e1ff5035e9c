using GigaChat.Usage.Files;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording.Journal;

/// <summary>Segments written and read without a recorder.</summary>
internal sealed class SegmentFiles : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("journal").FullName;

    // Samples run side by side.
    private int _files;

    public SegmentFiles() => Folder = JournalFolder.Create(_directory, TimeProvider.System);

    public JournalFolder Folder { get; }

    /// <summary>The bytes of a segment, and the offset behind each of its records.</summary>
    public (byte[] Bytes, List<int> Ends) Write(IReadOnlyList<UsageRecord> records, long before = 0)
    {
        var path = NewPath();
        var ends = new List<int>();
        using (var segment = JournalSegment.Create(Folder, path, before))
        {
            foreach (var record in records)
            {
                segment.Append(JournalFrame.Of(EncodedRecord.Of(record)));
                ends.Add((int)segment.Length);
            }
        }

        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return (bytes, ends);
    }

    /// <summary>What recovery makes of the bytes when it sees no other file.</summary>
    public (List<UsageRecord> Read, int Lost, SegmentScan Scan) Read(
        byte[] bytes,
        long? before = null,
        long? next = null
    )
    {
        var path = NewPath();
        File.WriteAllBytes(path, bytes);
        var stream = PrivateFiles.OpenAlone(path, FileMode.Open);
        var scan = SegmentScan.Of(stream.SafeFileHandle);
        using var segment = JournalSegment.Left(Folder, path, stream, scan, SegmentSlots.Of(scan, before, next));
        var read = new List<UsageRecord>();
        var lost = 0;
        while (segment.Read < segment.Count)
        {
            if (segment.Next(segment.Length, out _) is { } record)
                read.Add(record);
            else
                lost++;
        }

        File.Delete(path);
        return (read, lost, scan);
    }

    public void Dispose()
    {
        Folder.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private string NewPath() => Path.Combine(Folder.Path, $"{Interlocked.Increment(ref _files)}.journal");
}
