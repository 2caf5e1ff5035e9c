namespace GigaChat.Usage.Capture;

/// <summary>
/// One place in the JSON tree that the scanner knows: the meaning of its value, and the places below it.
/// </summary>
internal sealed class WireNode
{
    private (byte[] Name, WireNode Node)[] _members = [];
    private WireNode? _others;

    public WireNode(WireField field = WireField.None) => Field = field;

    /// <summary>The meaning of a scalar; for an object or array, the meaning of its begin and end.</summary>
    public WireField Field { get; }

    /// <summary>
    /// <c>true</c> if every key of this object is expected to be known, so that another key is reported; otherwise,
    /// <c>false</c>.
    /// </summary>
    public bool IsClosed { get; init; }

    /// <summary>The node of each element if this is an array; an array of arrays is not read.</summary>
    public WireNode? Items { get; private set; }

    /// <summary>Creates a tree in which every string at any depth has this field.</summary>
    public static WireNode Everything(WireField field)
    {
        var node = new WireNode(field);
        node.Items = node;
        node._others = node;
        return node;
    }

    /// <summary>
    /// <c>true</c> if this is a place in a JSON value that a model reads as it is written, so that keys, numbers and
    /// punctuation also count as text; otherwise, <c>false</c>.
    /// </summary>
    public bool IsJson { get; private init; }

    /// <summary>
    /// Creates a tree for JSON that counts as text of this field, as a model reads and writes it, without white space.
    /// </summary>
    public static WireNode Json(WireField field)
    {
        var node = new WireNode(field) { IsJson = true };
        node.Items = node;
        node._others = node;
        return node;
    }

    public WireNode WithItems(WireNode items)
    {
        Items = items;
        return this;
    }

    public WireNode With(string name, WireNode node)
    {
        _members = [.. _members, (System.Text.Encoding.UTF8.GetBytes(name), node)];
        return this;
    }

    public WireNode? Member(ReadOnlySpan<byte> name)
    {
        foreach (var (known, node) in _members)
        {
            if (known.Length == name.Length && name.SequenceEqual(known))
                return node;
        }

        return _others;
    }
}
