using System.Security.Cryptography;
using GigaChat.Usage.Files;
using Microsoft.Win32.SafeHandles;

namespace GigaChat.Usage.Recording;

/// <summary>
/// One append-only file of a journal. Its fields are guarded by the lock of the journal, except those that only the
/// writer uses.
/// </summary>
/// <remarks>
/// Its records are numbered without a gap, so that each number is a record or a loss. The process that writes it shares
/// it for reading, which holds a shared lock; recovery opens it exclusively, and cannot while that process runs, even
/// if the lock file of the folder was deleted.
/// </remarks>
internal sealed class JournalSegment : IDisposable
{
    private readonly FileStream _stream;
    private readonly SafeFileHandle _file;
    private readonly SegmentScan? _scan;
    private readonly uint _tag;

    /// <summary>The number of the first record that is not settled.</summary>
    private readonly long _first;

    private FrameReader? _reader;

    /// <summary>The record of a frame that was read too early, since the records before it are missing.</summary>
    private (long Number, UsageRecord? Record)? _ahead;

    private JournalSegment(JournalFolder folder, string path, FileStream stream, uint tag, long first = 0)
    {
        Folder = folder;
        Path = path;
        _stream = stream;
        _file = stream.SafeFileHandle;
        _tag = tag;
        _first = first;
    }

    private JournalSegment(JournalFolder folder, string path, FileStream stream, SegmentScan scan, SegmentSlots slots)
        : this(folder, path, stream, (uint)scan.Tag, slots.First)
    {
        _scan = scan;
        Length = scan.Length;
        Count = slots.Count;
        Damaged = scan.IsDamaged;
        Closed = true;
    }

    public JournalFolder Folder { get; }

    public string Path { get; }

    /// <summary>The number of bytes written.</summary>
    public long Length { get; private set; } = SegmentHeader.Bytes;

    /// <summary>The number of records written, or found and not settled; lost ones included.</summary>
    public long Count { get; private set; }

    /// <summary>The number of readable records among those that an earlier process left.</summary>
    public long Found => Math.Min(Count, _scan?.Intact ?? Count);

    /// <summary><c>true</c> if nothing more is appended; otherwise, <c>false</c>.</summary>
    public bool Closed { get; set; }

    /// <summary>The number of records read, or found to be lost.</summary>
    public long Read { get; private set; }

    /// <summary>The number of records settled, or found to be lost.</summary>
    public long Settled { get; set; }

    /// <summary>
    /// <c>true</c> if bytes of the file could not be read as records, so that it must be kept; otherwise, <c>false</c>.
    /// </summary>
    public bool Damaged { get; private set; }

    /// <summary>Creates a segment.</summary>
    /// <param name="folder">The folder of this process.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="before">The number of records that this process has written to the segments before.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public static JournalSegment Create(JournalFolder folder, string path, long before)
    {
        // The file gets its name only with a header, so that an empty file is always one that lost its records.
        var temporary = path + JournalFolder.TemporaryEnding;
        var stream = PrivateFiles.Open(
            temporary,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.Read | FileShare.Delete
        );
        try
        {
            Span<byte> random = stackalloc byte[sizeof(uint)];
            RandomNumberGenerator.Fill(random);
            var tag = BitConverter.ToUInt32(random);
            Span<byte> header = stackalloc byte[SegmentHeader.Bytes];
            SegmentHeader.Write(header, tag, before);
            RandomAccess.Write(stream.SafeFileHandle, header, 0);
            File.Move(temporary, path);
            return new JournalSegment(folder, path, stream, tag);
        }
        catch
        {
            stream.Dispose();
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Prepares a segment that an earlier process left for reading.</summary>
    public static JournalSegment Left(
        JournalFolder folder,
        string path,
        FileStream stream,
        SegmentScan scan,
        SegmentSlots slots
    ) => new(folder, path, stream, scan, slots);

    public void Append(JournalFrame frame)
    {
        frame.Seal(_tag, _first + Count);
        try
        {
            RandomAccess.Write(_file, frame.Bytes, Length);
        }
        catch
        {
            TryCut();
            throw;
        }

        Length += frame.Bytes.Length;
        Count++;
    }

    /// <summary>Reads the next record; for the writer only.</summary>
    /// <param name="length">The length of the segment, as read under the lock of the journal.</param>
    /// <param name="behind">The number after the record, for <see cref="Mark"/>.</param>
    /// <returns><c>null</c> if the record cannot be read although it was written.</returns>
    public UsageRecord? Next(long length, out long behind)
    {
        var number = _first + Read++;
        behind = number + 1;
        var record = Find(number, length);
        Damaged |= record is null;
        return record;
    }

    /// <summary>Releases the buffer for reading.</summary>
    public void EndReading() => _reader = null;

    /// <summary>
    /// Writes to the file that all records below a number are settled, so that they are not offered again after a
    /// crash.
    /// </summary>
    public void Mark(long settled)
    {
        // The mark of a legacy segment is an offset: all of its remaining records are offered again, and the store
        // ignores duplicates.
        if (_scan is not null && _scan.Version != SegmentHeader.Version)
            return;
        Span<byte> mark = stackalloc byte[SegmentHeader.MarkBytes];
        SegmentHeader.WriteMark(mark, _tag, settled);
        RandomAccess.Write(_file, mark, SegmentHeader.MarkAt);
    }

    /// <summary>Writes to the file that all records are settled, or lost and counted.</summary>
    public void MarkAll() => Mark(_first + Count);

    public void FlushToDisk() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _stream.Dispose();

    private UsageRecord? Find(long number, long length)
    {
        try
        {
            while (_ahead is not { } ahead || ahead.Number < number)
            {
                if (!(_reader ??= Reader()).TryNext(length, out var frame))
                    return null;
                if (frame.Number >= number)
                    _ahead = (frame.Number, RecordPayload.Read(frame.Payload));
            }

            return _ahead.Value.Number == number ? _ahead.Value.Record : null;
        }
        catch (Exception)
        {
            // The caller counts and logs the loss, whatever its cause: the record cannot be read.
            return null;
        }
    }

    private FrameReader Reader() =>
        _scan switch
        {
            null => new MarkedFrameReader(_file, _tag, SegmentHeader.Bytes),
            { Version: SegmentHeader.LegacyVersion } => new LegacyFrameReader(_file, _scan.Tag, _scan.Start),
            _ => new MarkedFrameReader(_file, _tag, _scan.Start),
        };

    /// <summary>
    /// Removes the partially written record from the file: it waits elsewhere, and the part would be counted as a loss.
    /// </summary>
    private void TryCut()
    {
        try
        {
            RandomAccess.SetLength(_file, Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Then the number of the next record shows that none is missing.
        }
    }
}
