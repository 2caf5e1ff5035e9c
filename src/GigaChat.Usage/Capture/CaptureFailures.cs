using GigaChat.Usage.Logging;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Counts failures in capture by kind, and logs each kind at most once a minute. Never throws: failures are reported in
/// the middle of calls, and in finalizers.
/// </summary>
internal sealed class CaptureFailures(
    TimeProvider time,
    ILogger<GigaChatUsageHandler>? logger = null,
    GigaChatUsageMeter? meter = null
)
{
    private static readonly int Kinds = Enum.GetValues<CaptureFailure>().Length;

    private readonly QuietLogger _logger = new(logger ?? NullLogger<GigaChatUsageHandler>.Instance);
    private readonly long[] _counts = new long[Kinds];
    private readonly long[] _lastLogged = new long[Kinds];

    public long Of(CaptureFailure kind) => Interlocked.Read(ref _counts[(int)kind]);

    public void Add(CaptureFailure kind, Exception? error)
    {
        try
        {
            AddAndLog(kind, error);
        }
        catch (Exception)
        {
            // A clock or a listener of metrics that throws as well: the failure has been counted, and nothing more can
            // be done here.
        }
    }

    /// <summary>
    /// Passes a value to each of several parts of the application. What one of them throws is counted, and keeps the
    /// value from no other.
    /// </summary>
    public void Guard<TPart, TValue>(
        IReadOnlyList<TPart> parts,
        TValue value,
        CaptureFailure kind,
        Action<TPart, TValue> pass
    )
    {
        for (var i = 0; i < parts.Count; i++)
        {
            try
            {
                pass(parts[i], value);
            }
            catch (Exception error)
            {
                Add(kind, error);
            }
        }
    }

    private void AddAndLog(CaptureFailure kind, Exception? error)
    {
        var count = Interlocked.Increment(ref _counts[(int)kind]);
        meter?.CaptureFailed(NameOf(kind));
        var now = time.GetTimestamp();
        var last = Volatile.Read(ref _lastLogged[(int)kind]);
        if (count > 1 && time.GetElapsedTime(last, now) < TimeSpan.FromMinutes(1))
            return;
        if (Interlocked.CompareExchange(ref _lastLogged[(int)kind], now, last) != last)
            return;

        if (kind == CaptureFailure.Tags)
        {
            Log.TagsDropped(_logger, UsageRecordLimits.Tags, count);
            return;
        }

        // The message of an exception can quote the data that was being read, so only its type is logged.
        Log.CaptureFailed(_logger, kind, count, error?.GetType().FullName);
    }

    public static string NameOf(CaptureFailure kind) =>
        kind switch
        {
            CaptureFailure.Parse => "parse",
            CaptureFailure.Enricher => "enricher",
            CaptureFailure.Estimator => "estimator",
            CaptureFailure.Gate => "gate",
            CaptureFailure.Observer => "observer",
            CaptureFailure.Telemetry => "telemetry",
            CaptureFailure.Tags => "tags",
            _ => "internal",
        };
}
