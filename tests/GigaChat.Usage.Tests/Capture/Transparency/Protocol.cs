namespace GigaChat.Usage.Tests.Capture.Transparency;

/// <summary>How a call travels.</summary>
internal enum Protocol
{
    Http11,
    Http2WithoutTls,
    Http2,
}
