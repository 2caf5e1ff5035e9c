namespace GigaChat.Usage.Capture;

/// <summary>
/// One field of a protobuf message that is read, and the fields below it; fields that are not named are skipped.
/// </summary>
internal sealed class ProtoNode(ProtoKind kind, WireField field = WireField.None)
{
    private ProtoNode?[] _members = [];

    public ProtoKind Kind { get; } = kind;

    public WireField Field { get; } = field;

    /// <summary>
    /// <c>true</c> if absent numbers are zero, as in proto3, once another member of the message was present; otherwise,
    /// <c>false</c>.
    /// </summary>
    public bool HasDefaults { get; init; }

    public IReadOnlyList<ProtoNode?> Members => _members;

    /// <param name="number">The number of the field in the message.</param>
    /// <param name="node">The meaning of the field.</param>
    public ProtoNode With(int number, ProtoNode node)
    {
        if (number >= _members.Length)
            Array.Resize(ref _members, number + 1);
        _members[number] = node;
        return this;
    }

    public ProtoNode? Member(ulong number) => number < (ulong)_members.Length ? _members[number] : null;
}
