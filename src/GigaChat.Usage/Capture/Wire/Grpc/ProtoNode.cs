namespace GigaChat.Usage.Capture;

/// <summary>One field of a protobuf message that is read, and which fields lie below; fields that are not named are
/// skipped.</summary>
internal sealed class ProtoNode(ProtoKind kind, WireField field = WireField.None)
{
    private ProtoNode?[] _members = [];

    public ProtoKind Kind { get; } = kind;

    public WireField Field { get; } = field;

    /// <summary>Whether numbers that are absent are zero, as proto3 writes them, once another member of the message was
    /// there.</summary>
    public bool HasDefaults { get; init; }

    public IReadOnlyList<ProtoNode?> Members => _members;

    /// <param name="number">The field's number in the message.</param>
    /// <param name="node">What it is.</param>
    public ProtoNode With(int number, ProtoNode node)
    {
        if (number >= _members.Length)
            Array.Resize(ref _members, number + 1);
        _members[number] = node;
        return this;
    }

    public ProtoNode? Member(ulong number) => number < (ulong)_members.Length ? _members[number] : null;
}
