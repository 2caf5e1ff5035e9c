using CsCheck;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording.Journal;

/// <summary>What a disk or a person can do to the bytes of a file.</summary>
/// <param name="Kind">The damage.</param>
/// <param name="Where">The place, as a part of the file.</param>
/// <param name="Length">The number of bytes.</param>
internal sealed record SegmentDamage(SegmentDamageKind Kind, double Where, int Length)
{
    public static readonly Gen<SegmentDamage> Any = Gen.Select(
        Gen.Enum<SegmentDamageKind>(),
        Gen.Double[0, 1],
        Gen.Frequency((2, Gen.Int[1, 20]), (2, Gen.Int[1, 600]), (1, Gen.Int[1, 5_000])),
        static (kind, where, length) => new SegmentDamage(kind, where, length)
    );

    /// <summary>Does it.</summary>
    /// <returns>The bytes as they are then, and for each the offset it had before; the complement of that offset where a
    /// byte is another now, and -1 for an inserted one.</returns>
    public (byte[] Bytes, int[] Origins) Do(byte[] bytes, int[] origins)
    {
        if (bytes.Length == 0)
            return (bytes, origins);
        var at = Math.Min((int)(Where * bytes.Length), bytes.Length - 1);
        var end = Kind is SegmentDamageKind.CutEnd or SegmentDamageKind.ZeroEnd
            ? bytes.Length
            : Math.Min(bytes.Length, at + Length);
        if (Kind is SegmentDamageKind.CutEnd or SegmentDamageKind.Remove)
            return ([.. bytes[..at], .. bytes[end..]], [.. origins[..at], .. origins[end..]]);
        if (Kind == SegmentDamageKind.Insert)
            return (
                [.. bytes[..at], .. Enumerable.Repeat((byte)0x2C, Length), .. bytes[at..]],
                [.. origins[..at], .. Enumerable.Repeat(-1, Length), .. origins[at..]]
            );

        (bytes, origins) = ([.. bytes], [.. origins]);
        for (var i = at; i < (Kind == SegmentDamageKind.FlipBit ? at + 1 : end); i++)
        {
            var damaged = Kind == SegmentDamageKind.FlipBit ? (byte)(bytes[i] ^ (1 << (Length % 8))) : (byte)0;
            if (damaged != bytes[i] && origins[i] >= 0)
                origins[i] = ~origins[i];
            bytes[i] = damaged;
        }

        return (bytes, origins);
    }

    /// <summary>Puts the offsets of bytes back that a second damage has made what they were: a bit flipped twice, or
    /// flipped and overwritten with zeros.</summary>
    public static void Restore(byte[] original, byte[] bytes, int[] origins)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (origins[i] < 0 && bytes[i] == original[~origins[i]])
                origins[i] = ~origins[i];
        }
    }
}
