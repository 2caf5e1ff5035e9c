namespace GigaChat.Usage.Capture;

/// <summary>Specifies how the value of a protobuf field is read.</summary>
internal enum ProtoKind
{
    Message,

    /// <summary>A text that is only counted while it is read.</summary>
    Text,

    /// <summary>A short text that is stored.</summary>
    Name,

    Number,
}
