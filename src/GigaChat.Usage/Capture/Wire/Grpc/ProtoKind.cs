namespace GigaChat.Usage.Capture;

/// <summary>How the value of a protobuf field is read.</summary>
internal enum ProtoKind
{
    Message,

    /// <summary>A text whose characters are counted as they pass.</summary>
    Text,

    /// <summary>A short text that is kept.</summary>
    Name,

    Number,
}
