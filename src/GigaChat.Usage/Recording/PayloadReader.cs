using System.Buffers.Binary;
using System.Text;

namespace GigaChat.Usage.Recording;

/// <summary>
/// Reads the data that <see cref="PayloadWriter"/> wrote; reading past the end throws
/// <see cref="ArgumentOutOfRangeException"/> or <see cref="IndexOutOfRangeException"/>.
/// </summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> payload, RecentTexts? texts = null)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private int _at;

    public byte Byte() => _payload[_at++];

    public int Int32()
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(_payload[_at..]);
        _at += sizeof(int);
        return value;
    }

    public long Int64()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(_payload[_at..]);
        _at += sizeof(long);
        return value;
    }

    public Guid Id()
    {
        var value = new Guid(_payload.Slice(_at, 16));
        _at += 16;
        return value;
    }

    public long Count()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return (long)value;
        }
    }

    public string Text() => Encoding.UTF8.GetString(Utf8());

    /// <summary>Reads a text that is likely to be in other records too.</summary>
    public string FrequentText()
    {
        var utf8 = Utf8();
        return texts is null ? Encoding.UTF8.GetString(utf8) : texts.Get(utf8);
    }

    private ReadOnlySpan<byte> Utf8()
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_payload[_at..]);
        var value = _payload.Slice(_at + sizeof(ushort), length);
        _at += sizeof(ushort) + length;
        return value;
    }
}
