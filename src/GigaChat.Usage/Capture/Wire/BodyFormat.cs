namespace GigaChat.Usage.Capture;

internal enum BodyFormat
{
    /// <summary>Nothing but white space has come.</summary>
    Unknown,
    Json,

    /// <summary>One array of documents, which is a stream.</summary>
    JsonArray,
    ServerSentEvents,

    /// <summary>Messages of gRPC.</summary>
    Grpc,

    /// <summary>Neither: a web page, a picture, garbage.</summary>
    Unreadable,
}
