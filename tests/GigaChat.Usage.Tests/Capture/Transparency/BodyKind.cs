namespace GigaChat.Usage.Tests.Capture.Transparency;

/// <summary>What the server answers.</summary>
internal enum BodyKind
{
    Json,
    Sse,
    Gzip,
    Chunked,
    Empty,
    NoContent,
    BadRequest,
    ServerError,
    Html,
    Binary,
    NotUtf8,
    TooShort,
    CutOff,
}
