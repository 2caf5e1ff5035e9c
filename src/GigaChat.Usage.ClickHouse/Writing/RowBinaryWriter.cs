using System.Buffers.Binary;
using System.Text;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Writes values in ClickHouse's format RowBinary, to a buffer that is sent a piece at a time.</summary>
internal sealed class RowBinaryWriter
{
    private const int LargestVarint = 5;

    private byte[] _buffer = new byte[64 * 1024];
    private int _length;

    public int Length => _length;

    public async Task FlushAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_buffer.AsMemory(0, _length), cancellationToken).ConfigureAwait(false);
        _length = 0;
    }

    public void Write(byte value) => Take(1)[0] = value;

    public void Write(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    /// <summary>Writes an id: its first half and its second, each with its last byte first.</summary>
    public void Write(Guid value)
    {
        var id = Take(16);
        value.TryWriteBytes(id, bigEndian: true, out _);
        id[..8].Reverse();
        id[8..].Reverse();
    }

    /// <summary>Writes a map: the number of its pairs, then each key and value.</summary>
    public void Write(UsageTags tags)
    {
        Write((byte)tags.Count);
        foreach (var (key, value) in tags.Pairs)
        {
            Write(key);
            Write(value);
        }
    }

    /// <summary>Writes a text; an empty one for null.</summary>
    public void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            Write((byte)0);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        var text = Reserve(LargestVarint + length);
        var at = 0;
        for (var rest = (uint)length; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                text[at++] = (byte)rest;
                break;
            }

            text[at++] = (byte)(rest | 0x80);
        }

        Encoding.UTF8.GetBytes(value, text[at..]);
        _length += at + length;
    }

    private Span<byte> Take(int length)
    {
        var span = Reserve(length)[..length];
        _length += length;
        return span;
    }

    private Span<byte> Reserve(int length)
    {
        if (_buffer.Length - _length < length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + length));
        return _buffer.AsSpan(_length);
    }
}
