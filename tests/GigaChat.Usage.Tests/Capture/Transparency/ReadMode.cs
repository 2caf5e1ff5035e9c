namespace GigaChat.Usage.Tests.Capture.Transparency;

/// <summary>What the caller does with the answer.</summary>
internal enum ReadMode
{
    String,
    Json,
    Bytes,
    StreamAsync,
    StreamSync,
    ByteByByte,
    CopyTo,
    StreamCopyTo,
    Twice,
    NotAtAll,
    DisposedEarly,
}
