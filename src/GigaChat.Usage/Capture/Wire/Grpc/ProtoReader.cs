using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Capture;

/// <summary>Reads protobuf messages incrementally, split at any byte, and buffers only short names.</summary>
internal sealed class ProtoReader(ProtoNode shape, IWireSink sink)
{
    private const int MostDepth = 8;
    private const int LongestVarint = 10;
    private const int LongestName = UsageRecordLimits.Id;

    private readonly Level[] _levels = new Level[MostDepth];
    private readonly byte[] _name = new byte[LongestName];
    private Phase _phase;
    private int _depth;
    private long _at;
    private long _left;
    private ulong _varint;
    private int _varintBytes;
    private ulong _number;
    private int _nameLength;
    private ProtoNode? _node;

    private enum Phase : byte
    {
        Tag,
        Value,
        Length,
        Bytes,
    }

    /// <summary>
    /// <c>true</c> if the data is not a message, or is truncated, so that the rest is not read; otherwise,
    /// <c>false</c>.
    /// </summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Starts the next message.</summary>
    public void Start()
    {
        _phase = Phase.Tag;
        _depth = 0;
        _at = _left = 0;
        _varint = 0;
        _varintBytes = 0;
        _node = null;
        IsMalformed = false;
        _levels[0] = new Level(shape, long.MaxValue);
    }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsMalformed)
        {
            if (_phase == Phase.Bytes)
            {
                var piece = bytes[..(int)Math.Min(_left, bytes.Length)];
                TakeBytes(piece);
                bytes = bytes[piece.Length..];
            }
            else
            {
                ReadVarint(bytes[0]);
                bytes = bytes[1..];
            }
        }
    }

    /// <summary>Called when the message has ended.</summary>
    public void End() => IsMalformed |= _depth > 0 || _phase != Phase.Tag || _varintBytes > 0;

    private void ReadVarint(byte b)
    {
        _at++;
        if (_varintBytes < LongestVarint)
            _varint |= (ulong)(b & 0x7F) << (7 * _varintBytes);
        if (++_varintBytes > LongestVarint || _at > _levels[_depth].End)
        {
            IsMalformed = true;
            return;
        }

        if ((b & 0x80) != 0)
            return;
        var value = _varint;
        _varint = 0;
        _varintBytes = 0;
        if (_phase == Phase.Tag)
            TakeTag(value);
        else if (_phase == Phase.Value)
            TakeNumber(value);
        else
            TakeLength(value);
    }

    private void TakeTag(ulong tag)
    {
        _number = tag >> 3;
        _node = _levels[_depth].Node.Member(_number);
        switch (tag & 7)
        {
            case 0 when _number > 0:
                _phase = Phase.Value;
                break;
            case 1 when _number > 0:
                Skip(sizeof(long));
                break;
            case 2 when _number > 0:
                _phase = Phase.Length;
                break;
            case 5 when _number > 0:
                Skip(sizeof(int));
                break;
            default:
                // proto3 has no groups.
                IsMalformed = true;
                break;
        }
    }

    private void TakeNumber(ulong value)
    {
        if (_node is { Kind: ProtoKind.Number } node)
        {
            // A negative int32 is written as ten bytes, and is not a count.
            sink.Number(node.Field, value > long.MaxValue ? null : (long)value);
            _levels[_depth].Seen |= 1UL << (int)_number;
        }

        EndField();
    }

    private void TakeLength(ulong length)
    {
        if (length > (ulong)(_levels[_depth].End - _at))
        {
            IsMalformed = true;
            return;
        }

        if (_node is { Kind: ProtoKind.Message } node && _depth + 1 < MostDepth)
        {
            _levels[++_depth] = new Level(node, _at + (long)length);
            _phase = Phase.Tag;
            sink.Begin(node.Field);
            EndLevels();
            return;
        }

        if (_node is { Kind: ProtoKind.Message or ProtoKind.Number })
            _node = null;
        _nameLength = 0;
        Skip((long)length);
    }

    private void Skip(long length)
    {
        _left = length;
        _phase = Phase.Bytes;
        if (_at + length > _levels[_depth].End)
            IsMalformed = true;
        else if (length == 0)
            EndField();
    }

    private void TakeBytes(ReadOnlySpan<byte> piece)
    {
        if (_node is { Kind: ProtoKind.Text } text)
        {
            sink.Text(text.Field, piece);
        }
        else if (_node is { Kind: ProtoKind.Name })
        {
            // A name that is too long stays too long, so that its beginning is not taken for a name.
            if (_nameLength + piece.Length <= LongestName)
                piece.CopyTo(_name.AsSpan(_nameLength));
            _nameLength = Math.Min(_nameLength + piece.Length, LongestName + 1);
        }

        _at += piece.Length;
        _left -= piece.Length;
        if (_left > 0)
            return;
        if (_node is { Kind: ProtoKind.Name } name && _nameLength is > 0 and <= LongestName)
            sink.String(name.Field, _name.AsSpan(0, _nameLength));
        EndField();
    }

    private void EndField()
    {
        _phase = Phase.Tag;
        _node = null;
        EndLevels();
    }

    private void EndLevels()
    {
        while (_depth > 0 && _at == _levels[_depth].End)
        {
            ref var level = ref _levels[_depth];
            if (level.Node.HasDefaults && level.Seen != 0)
                AddDefaults(level);
            sink.End(level.Node.Field);
            _depth--;
        }
    }

    private void AddDefaults(in Level level)
    {
        for (var number = 0; number < level.Node.Members.Count; number++)
        {
            if (
                level.Node.Members[number] is { Kind: ProtoKind.Number, HasDefaults: true } member
                && (level.Seen & (1UL << number)) == 0
            )
                sink.Number(member.Field, 0);
        }
    }

    private record struct Level(ProtoNode Node, long End)
    {
        /// <summary>The numbers below 64 of the fields that were present.</summary>
        public ulong Seen;
    }
}
