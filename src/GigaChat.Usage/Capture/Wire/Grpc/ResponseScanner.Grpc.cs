using System.Text;

namespace GigaChat.Usage.Capture;

/// <content>What a message of gRPC contains means the same as in JSON, but for the model, whose name and build come
/// apart.</content>
internal sealed partial class ResponseScanner : IWireSink
{
    private string? _modelName;
    private string? _modelBuild;

    /// <summary>The answer is one of gRPC.</summary>
    public void ReadMessages() => _modelName = _modelBuild = null;

    void IWireSink.String(WireField field, ReadOnlySpan<byte> value)
    {
        switch (field)
        {
            case WireField.Model:
                _modelName = WireNames.Get(value);
                break;
            case WireField.ModelVersion:
                _modelBuild = WireNames.Get(value);
                break;
            default:
                OnString(field, value);
                break;
        }
    }

    void IWireSink.Number(WireField field, long? value) => OnNumber(field, value);

    void IWireSink.Text(WireField field, ReadOnlySpan<byte> utf8) => OnText(field, utf8, offset: 0);

    void IWireSink.Begin(WireField field) => OnBegin(field);

    void IWireSink.End(WireField field)
    {
        if (field != WireField.ModelInfo)
        {
            OnEnd(field);
        }
        else if (_modelName is { } name)
        {
            // As the wire of JSON writes it: alias:build.
            var hasBuild =
                _modelBuild is not null
                && !name.Contains(':', StringComparison.Ordinal)
                && name.Length + _modelBuild.Length < UsageRecordLimits.Id;
            OnString(WireField.Model, Encoding.ASCII.GetBytes(hasBuild ? $"{name}:{_modelBuild}" : name));
        }
    }
}
