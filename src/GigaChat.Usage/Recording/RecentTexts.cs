using System.Buffers.Binary;
using System.Text;

namespace GigaChat.Usage.Recording;

/// <summary>
/// Decodes texts that repeat from record to record (models, platforms, users) to the same string, so that a batch holds
/// each once. For one thread.
/// </summary>
internal sealed class RecentTexts
{
    private const int Slots = 512; // A power of two.
    private const int MaxBytes = 64;

    private readonly byte[] _utf8 = new byte[Slots * MaxBytes];
    private readonly byte[] _lengths = new byte[Slots];
    private readonly string?[] _texts = new string?[Slots];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxBytes)
            return Encoding.UTF8.GetString(utf8);
        var slot = SlotOf(utf8);
        var kept = _utf8.AsSpan(slot * MaxBytes, MaxBytes);
        if (_texts[slot] is { } text && kept[.._lengths[slot]].SequenceEqual(utf8))
            return text;
        utf8.CopyTo(kept);
        _lengths[slot] = (byte)utf8.Length;
        return _texts[slot] = Encoding.UTF8.GetString(utf8);
    }

    /// <summary>Ids differ at their ends more than in the middle, so the ends choose the slot.</summary>
    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        ulong ends;
        if (utf8.Length >= sizeof(ulong))
        {
            ends =
                BinaryPrimitives.ReadUInt64LittleEndian(utf8)
                ^ (BinaryPrimitives.ReadUInt64LittleEndian(utf8[^sizeof(ulong)..]) * 31);
        }
        else
        {
            ends = 0;
            foreach (var b in utf8)
                ends = (ends << 8) | b;
        }

        return (int)(((ends + (ulong)utf8.Length) * 0x9E3779B97F4A7C15) >> 55);
    }
}
