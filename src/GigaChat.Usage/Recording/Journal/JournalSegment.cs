using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace GigaChat.Usage;

/// <summary>One append-only file of a journal. Its fields are guarded by the journal's lock, save those that only the writer touches.</summary>
internal sealed class JournalSegment : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly ulong _salt;
    private FrameReader? _reader;
    private readonly long _start;

    private JournalSegment(JournalFolder folder, string path, SafeFileHandle file, ulong salt, long start)
    {
        Folder = folder;
        Path = path;
        _file = file;
        _salt = salt;
        Length = SegmentHeader.Bytes;
        _start = start;
    }

    public JournalFolder Folder { get; }

    public string Path { get; }

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Records written, or found and not settled yet.</summary>
    public long Count { get; private set; }

    /// <summary>Whether nothing more is appended.</summary>
    public bool Closed { get; set; }

    /// <summary>Records read, or found to be lost.</summary>
    public long Read { get; private set; }

    /// <summary>Records settled, or found to be lost.</summary>
    public long Settled { get; set; }

    /// <summary>Whether bytes of it could not be read as records, so that the file should be kept.</summary>
    public bool Damaged { get; private set; }

    /// <summary>Bytes at the end that were no whole record when the segment was found.</summary>
    public long Torn { get; private set; }

    public static JournalSegment Create(JournalFolder folder, string path)
    {
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            Span<byte> random = stackalloc byte[sizeof(ulong)];
            RandomNumberGenerator.Fill(random);
            var salt = BitConverter.ToUInt64(random);
            Span<byte> header = stackalloc byte[SegmentHeader.Bytes];
            SegmentHeader.Write(header, salt);
            RandomAccess.Write(file, header, 0);
            return new JournalSegment(folder, path, file, salt, SegmentHeader.Bytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a segment that an earlier owner left, and counts what is not settled of it.</summary>
    /// <returns>Null when it is no segment that can be read; <paramref name="version"/> then says whether a later version wrote it (0: damaged).</returns>
    public static JournalSegment? Open(JournalFolder folder, string path, out uint version)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            Span<byte> header = stackalloc byte[SegmentHeader.Bytes];
            header.Clear();
            var length = RandomAccess.GetLength(file);
            RandomAccess.Read(file, header, 0);
            var known = SegmentHeader.TryRead(header, out version, out var salt, out var settled);
            if (length < SegmentHeader.Bytes)
            {
                // Its owner ended before it could write the first record.
                version = SegmentHeader.Version;
                (settled, length) = (SegmentHeader.Bytes, SegmentHeader.Bytes);
            }
            else if (!known || version != SegmentHeader.Version)
            {
                version = known ? version : 0;
                file.Dispose();
                return null;
            }

            var segment = new JournalSegment(folder, path, file, salt, settled) { Length = length, Closed = true };
            segment.CountFrames();
            return segment;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Append(JournalFrame frame)
    {
        frame.Seal(_salt, Length);
        RandomAccess.Write(_file, frame.Bytes, Length);
        Length += frame.Bytes.Length;
        Count++;
    }

    /// <summary>Reads the next record; for the writer alone.</summary>
    /// <param name="length">The segment's length, as the journal's lock showed it.</param>
    /// <param name="end">Where the record ends.</param>
    /// <returns>Null when it cannot be read, although it was written.</returns>
    public UsageRecord? Next(long length, out long end)
    {
        _reader ??= new FrameReader(_file, _salt, _start);
        UsageRecord? record = null;
        try
        {
            if (_reader.TryNext(length, out var payload))
                record = JournalPayload.Read(payload);
        }
        catch (Exception)
        {
            // Told and counted by the caller, whatever it was: the record cannot be had.
        }

        end = _reader.Position;
        Read++;
        Damaged |= record is null;
        return record;
    }

    /// <summary>Lets go of the buffer for reading.</summary>
    public void EndReading() => _reader = null;

    /// <summary>Notes in the file that all before an offset is settled, so that it is not offered again after a crash.</summary>
    public void Mark(long settled)
    {
        Span<byte> mark = stackalloc byte[SegmentHeader.MarkBytes];
        SegmentHeader.WriteMark(mark, _salt, settled);
        RandomAccess.Write(_file, mark, SegmentHeader.MarkAt);
    }

    public void FlushToDisk() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();

    private void CountFrames()
    {
        var frames = new FrameReader(_file, _salt, _start);
        while (frames.TryNext(Length, out _))
            Count++;
        Damaged = frames.Damaged > 0;
        Torn = frames.Torn;
    }
}
