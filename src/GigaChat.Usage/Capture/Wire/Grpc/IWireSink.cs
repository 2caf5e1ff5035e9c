namespace GigaChat.Usage.Capture;

/// <summary>Takes what a reader of messages finds, by the meaning of its place.</summary>
internal interface IWireSink
{
    /// <summary>A name, whole.</summary>
    void String(WireField field, ReadOnlySpan<byte> value);

    /// <summary>A count; null for one that cannot be one.</summary>
    void Number(WireField field, long? value);

    /// <summary>The next bytes of a text.</summary>
    void Text(WireField field, ReadOnlySpan<byte> utf8);

    void Begin(WireField field);

    void End(WireField field);
}
