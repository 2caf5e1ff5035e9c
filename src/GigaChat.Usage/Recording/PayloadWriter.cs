using System.Buffers.Binary;
using System.Text;

namespace GigaChat.Usage.Recording;

/// <summary>Writes the fields of a record, little-endian, one after another.</summary>
internal ref struct PayloadWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void Byte(byte value) => _buffer[Length++] = value;

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer[Length..], value);
        Length += sizeof(int);
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer[Length..], value);
        Length += sizeof(long);
    }

    public void Id(Guid value)
    {
        value.TryWriteBytes(_buffer[Length..]);
        Length += 16;
    }

    /// <summary>Writes a number; small numbers, which are most frequent, take one or two bytes.</summary>
    public void Count(long value)
    {
        var rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7)
            Byte((byte)(rest | 0x80));
        Byte((byte)rest);
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetBytes(value, _buffer[(Length + sizeof(ushort))..]);
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer[Length..], checked((ushort)length));
        Length += sizeof(ushort) + length;
    }
}
