using System.Diagnostics;
using OpenTelemetry;

namespace GigaChat.Usage.Benchmarks.Instrumentation;

/// <summary>Takes finished spans and keeps none: tracing without the cost of exporting.</summary>
internal sealed class DiscardedSpans : BaseProcessor<Activity>
{
    private long _count;

    public override void OnEnd(Activity data)
    {
        if (data.IsAllDataRequested)
            _count++;
    }

    public void ThrowIfNone()
    {
        if (_count == 0)
            throw new InvalidOperationException("No span was made.");
    }
}
