using System.Buffers.Binary;
using System.Numerics;

namespace GigaChat.Usage.Recording;

/// <summary>The checksum of the journal, which processors compute in hardware; data is added in chunks.</summary>
internal static class Crc32C
{
    public const uint Start = uint.MaxValue;

    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return crc;
    }

    public static uint Add(uint crc, ulong value) => BitOperations.Crc32C(crc, value);
}
