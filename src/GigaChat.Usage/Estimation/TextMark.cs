namespace GigaChat.Usage.Estimation;

/// <summary>A place in an <see cref="ObservedText"/> to which it can return.</summary>
internal enum TextMark
{
    /// <summary>The begin of the document.</summary>
    Document,

    /// <summary>The begin of the message.</summary>
    Message,
}
