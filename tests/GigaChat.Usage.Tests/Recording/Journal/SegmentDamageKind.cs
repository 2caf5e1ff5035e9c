using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording.Journal;

internal enum SegmentDamageKind
{
    /// <summary>One bit is another.</summary>
    FlipBit,

    /// <summary>Bytes are zero.</summary>
    Zero,

    /// <summary>All bytes from one on are zero.</summary>
    ZeroEnd,

    /// <summary>Bytes are missing, and those behind them have moved.</summary>
    Remove,

    /// <summary>The file ends early.</summary>
    CutEnd,

    /// <summary>Bytes are there that were not written.</summary>
    Insert,
}
