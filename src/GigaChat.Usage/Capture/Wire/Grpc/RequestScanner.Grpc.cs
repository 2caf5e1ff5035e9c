namespace GigaChat.Usage.Capture;

/// <content>The values of a gRPC message have the same meaning as in JSON.</content>
internal sealed partial class RequestScanner : IWireSink
{
    void IWireSink.String(WireField field, ReadOnlySpan<byte> value) => OnString(field, value);

    void IWireSink.Number(WireField field, long? value) => OnNumber(field, value);

    void IWireSink.Text(WireField field, ReadOnlySpan<byte> utf8) => OnText(field, utf8, offset: 0);

    void IWireSink.Begin(WireField field) => OnBegin(field);

    void IWireSink.End(WireField field) { }
}
