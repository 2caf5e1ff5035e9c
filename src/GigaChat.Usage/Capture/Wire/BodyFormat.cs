namespace GigaChat.Usage.Capture;

internal enum BodyFormat
{
    /// <summary>Only white space has been received.</summary>
    Unknown,
    Json,

    /// <summary>One array of documents, which is a stream.</summary>
    JsonArray,
    ServerSentEvents,

    /// <summary>Messages of gRPC.</summary>
    Grpc,

    /// <summary>No known format: a web page, an image, invalid data.</summary>
    Unreadable,
}
