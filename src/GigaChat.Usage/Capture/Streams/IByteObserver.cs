namespace GigaChat.Usage.Capture;

/// <summary>Observes the bytes of a body as they are transferred. Never throws.</summary>
internal interface IByteObserver
{
    void Observe(ReadOnlySpan<byte> bytes);
}
