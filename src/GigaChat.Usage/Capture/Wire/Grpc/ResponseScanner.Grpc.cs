using System.Text;

namespace GigaChat.Usage.Capture;

/// <content>The values of a gRPC message have the same meaning as in JSON, except the model: its name and build are
/// separate fields.</content>
internal sealed partial class ResponseScanner : IWireSink
{
    private string? _modelName;
    private string? _modelBuild;

    /// <summary>Switches to the messages of a gRPC response.</summary>
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
            // In the form of the JSON wire: alias:build.
            var hasBuild =
                _modelBuild is not null
                && !name.Contains(':', StringComparison.Ordinal)
                && name.Length + _modelBuild.Length < UsageRecordLimits.Id;
            OnString(WireField.Model, Encoding.ASCII.GetBytes(hasBuild ? $"{name}:{_modelBuild}" : name));
        }
    }
}
