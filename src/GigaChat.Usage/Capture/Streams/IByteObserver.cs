namespace GigaChat.Usage.Capture;

/// <summary>Is shown the bytes of a body as they pass, and never throws.</summary>
internal interface IByteObserver
{
    void Observe(ReadOnlySpan<byte> bytes);
}
