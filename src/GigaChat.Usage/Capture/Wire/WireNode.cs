namespace GigaChat.Usage.Capture;

/// <summary>One place in the tree of JSON that the scanner knows: what to read there, and which places lie
/// below.</summary>
internal sealed class WireNode
{
    private (byte[] Name, WireNode Node)[] _members = [];
    private WireNode? _others;

    public WireNode(WireField field = WireField.None) => Field = field;

    /// <summary>What a scalar here is; for an object or array, what its begin and end mean.</summary>
    public WireField Field { get; }

    /// <summary>Whether every key of this object is thought to be known, so that another one is told.</summary>
    public bool IsClosed { get; init; }

    /// <summary>The node of each element when this is an array; an array of arrays is not followed.</summary>
    public WireNode? Items { get; private set; }

    /// <summary>A tree in which every string, however deep, is of this field.</summary>
    public static WireNode Everything(WireField field)
    {
        var node = new WireNode(field);
        node.Items = node;
        node._others = node;
        return node;
    }

    /// <summary>
    /// Whether this is a place in a JSON value that is read by a model as it is written: keys, numbers and punctuation
    /// count as text too.
    /// </summary>
    public bool IsJson { get; private init; }

    /// <summary>
    /// A tree whose JSON is text of this field, as a model reads and writes it, but for the white space.
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
