namespace GigaChat.Usage.Capture;

/// <summary>Receives the values that a reader of messages finds, with the meaning of their places.</summary>
internal interface IWireSink
{
    /// <summary>Receives a complete name.</summary>
    void String(WireField field, ReadOnlySpan<byte> value);

    /// <summary>Receives a count; <c>null</c> for a value that cannot be one.</summary>
    void Number(WireField field, long? value);

    /// <summary>Receives the next bytes of a text.</summary>
    void Text(WireField field, ReadOnlySpan<byte> utf8);

    void Begin(WireField field);

    void End(WireField field);
}
