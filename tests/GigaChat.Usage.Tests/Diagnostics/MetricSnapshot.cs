using System.Diagnostics.Metrics;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Diagnostics;

/// <summary>Listens to the meters of usage tracking, as an exporter does. Tests of a fixture run one after another, so
/// that no other's are seen.</summary>
internal sealed class MetricSnapshot : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, long Value)> _observed = [];

    public MetricSnapshot()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == GigaChatUsageMeter.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                var name = instrument.Name + (tags.Length == 0 ? "" : $"{{{tags[0].Key}={tags[0].Value}}}");
                if (instrument.IsObservable)
                    _observed.Add((name, value));
                else
                    Added[name] = Added.GetValueOrDefault(name) + value;
            }
        );
        _listener.Start();
    }

    /// <summary>What was added to counters since the start.</summary>
    public Dictionary<string, long> Added { get; } = [];

    /// <summary>What the observable instruments say now.</summary>
    public Dictionary<string, long> Read() => Observe().ToDictionary(it => it.Name, it => it.Value);

    /// <summary>What every instrument of a name says now.</summary>
    public IEnumerable<long> ReadAll(string name) => [.. Observe().Where(it => it.Name == name).Select(it => it.Value)];

    public void Dispose() => _listener.Dispose();

    private List<(string Name, long Value)> Observe()
    {
        _observed.Clear();
        _listener.RecordObservableInstruments();
        return _observed;
    }
}
