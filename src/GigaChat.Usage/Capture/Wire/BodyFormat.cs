namespace GigaChat.Usage.Capture;

internal enum BodyFormat
{
    /// <summary>Nothing but white space has come.</summary>
    Unknown,
    Json,
    ServerSentEvents,

    /// <summary>Neither: a web page, a picture, garbage.</summary>
    Unreadable,
}
