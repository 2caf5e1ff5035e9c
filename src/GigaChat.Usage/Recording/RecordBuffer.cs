using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace GigaChat.Usage.Recording;

/// <summary>
/// The records that wait in memory, as bytes in arrays that are used again. A record that waited as an object would be
/// moved to an older generation by each collection until its batch is written, which costs more than the rest of its
/// way.
/// </summary>
/// <remarks>
/// Records are added under the lock of the queue. One reader takes them without the lock: what has been added and
/// counted is not written again, and the lock under which the reader received the count has made it visible.
/// </remarks>
internal sealed class RecordBuffer
{
    private const int SegmentBytes = 64 * 1024;
    private const int Unencoded = 0;
    private const int MostSpare = 16; // A megabyte, so that the memory of a long outage is given back.

    private readonly ConcurrentQueue<UsageRecord> _unencoded = [];
    private readonly RecentTexts _texts = new();
    private Segment? _first;
    private Segment? _last;
    private Segment? _spare;
    private Segment? _read;
    private int _spares;
    private int _readTo;

    /// <summary>Adds a record; the caller holds the lock.</summary>
    public void Add(EncodedRecord encoded, UsageRecord record)
    {
        var payload = encoded.Payload;
        var segment = SegmentFor(sizeof(int) + payload.Length);
        if (payload.IsEmpty)
            _unencoded.Enqueue(record);
        var to = segment.Bytes.AsSpan(segment.End);
        BinaryPrimitives.WriteInt32LittleEndian(to, payload.Length);
        payload.CopyTo(to[sizeof(int)..]);
        segment.End += sizeof(int) + payload.Length;
    }

    /// <summary>Moves records that have been added into the batch; for the reader only.</summary>
    /// <returns>The number of records that could not be decoded, which is 0 unless the memory is damaged.</returns>
    public int Read(List<QueuedRecord> batch, long first, int count)
    {
        var lost = 0;
        for (var i = 0; i < count; i++)
        {
            if (ReadNext() is { } record)
                batch.Add(new QueuedRecord(first + i, record));
            else
                lost++;
        }

        return lost;
    }

    /// <summary>Allows arrays that have been read to be used again; the caller holds the lock.</summary>
    public void Recycle()
    {
        while (_read is { } segment && _spares < MostSpare)
        {
            _read = segment.Next;
            segment.Next = _spare;
            segment.End = 0;
            _spare = segment;
            _spares++;
        }

        _read = null;
    }

    private UsageRecord? ReadNext()
    {
        if (_first!.End == _readTo)
        {
            // The next record exists, so it is in the next segment, and nothing is added to this one any more.
            var read = _first;
            _first = read.Next;
            _readTo = 0;
            read.Next = _read;
            _read = read;
        }

        var bytes = _first!.Bytes.AsSpan(_readTo);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        _readTo += sizeof(int) + length;
        if (length == Unencoded)
            return _unencoded.TryDequeue(out var record) ? record : null;
        try
        {
            return RecordPayload.Read(bytes.Slice(sizeof(int), length), _texts);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private Segment SegmentFor(int bytes)
    {
        if (_last is { } last && last.End + bytes <= last.Bytes.Length)
            return last;
        var next = TakeSpare() ?? new Segment();
        if (_last is null)
            _first = next;
        else
            _last.Next = next;
        return _last = next;
    }

    private Segment? TakeSpare()
    {
        if (_spare is not { } segment)
            return null;
        _spare = segment.Next;
        segment.Next = null;
        _spares--;
        return segment;
    }

    private sealed class Segment
    {
        public byte[] Bytes { get; } = new byte[SegmentBytes];

        public int End { get; set; }

        public Segment? Next { get; set; }
    }
}
