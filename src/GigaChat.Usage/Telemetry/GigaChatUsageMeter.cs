using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>
/// The metrics of usage tracking, in the meter <see cref="Name"/>: the states of all records, the failures of capture,
/// and the usage of calls.
/// </summary>
/// <remarks>
/// <c>gigachat.usage.records.accepted</c>, <c>.persisted</c>, <c>.failed</c>, <c>.dropped</c> (by <c>reason</c>:
/// <c>queue_full</c>, <c>journal_full</c>, <c>stopped</c>), <c>.queued</c>, <c>.in_flight</c>, <c>.retries</c>,
/// <c>.replayed</c> and <c>.unjournaled</c>, and <c>gigachat.usage.journal.bytes</c> are those of
/// <see cref="UsageRecorderCounters"/>; <c>gigachat.usage.capture.failures</c> counts, by <c>kind</c>, calls that
/// continued although they could not be tracked completely; <c>gigachat.usage.budget.refused</c> and <c>.unknown</c>
/// count, by <c>budget</c>, calls that were not sent, and calls that could not be checked;
/// <c>gigachat.usage.estimator.error</c> is the recent mean error of the estimator, by <c>model</c> and <c>kind</c>.
/// For calls, by the conventions of OpenTelemetry for generative AI: the histograms <c>gen_ai.client.token.usage</c>
/// (billed tokens, by <c>gen_ai.token.type</c>), <c>gen_ai.client.operation.duration</c> and
/// <c>gen_ai.client.operation.time_to_first_chunk</c> (seconds; to the first text of a stream), and the counter
/// <c>gigachat.usage.cost</c> (rubles). Each attempt is measured once; the results of batches are not measured, as a
/// file may be read again; nor is the cost of a model without a price.
/// </remarks>
public sealed class GigaChatUsageMeter : IDisposable
{
    /// <summary>The name of the meter, for subscriptions: <c>metrics.AddMeter(GigaChatUsageMeter.Name)</c>.</summary>
    public const string Name = "GigaChat.Usage";

    private const string Prefix = "gigachat.usage.records.";

    private static readonly KeyValuePair<string, object?> QueueFull = new("reason", "queue_full");
    private static readonly KeyValuePair<string, object?> JournalFull = new("reason", "journal_full");
    private static readonly KeyValuePair<string, object?> Stopped = new("reason", "stopped");

    private readonly ConcurrentDictionary<string, long> _captureFailures = new(StringComparer.Ordinal);
    private readonly Counter<long> _captureFailed;
    private readonly Meter _meter;
    private Func<UsageRecorderCounters>? _read;

    internal GigaChatUsageMeter(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(Name) ?? new Meter(Name);
        _captureFailed = _meter.CreateCounter<long>(
            "gigachat.usage.capture.failures",
            "{failure}",
            "Failures of capture; the calls were not affected."
        );
    }

    internal Meter Meter => _meter;

    /// <summary>The failures of capture since the start, by kind.</summary>
    internal IReadOnlyDictionary<string, long> CaptureFailures => _captureFailures;

    /// <summary>Disposes the meter, with its instruments, unless a factory created it.</summary>
    public void Dispose() => _meter.Dispose();

    /// <summary>Counts a failure of capture. Never throws.</summary>
    /// <param name="kind">The kind, one of few, such as <c>parse</c>.</param>
    internal void CaptureFailed(string kind)
    {
        _captureFailures.AddOrUpdate(kind, 1, static (_, count) => count + 1);
        Add(_captureFailed, new KeyValuePair<string, object?>("kind", kind));
    }

    /// <summary>
    /// Reports the recent error of an estimator, by model and kind: the mean over its formats, weighted by their calls.
    /// </summary>
    internal void Observe(CalibratingTokenEstimator estimator) =>
        _meter.CreateObservableGauge(
            "gigachat.usage.estimator.error",
            () =>
                estimator
                    .Calibrations.GroupBy(static one => (one.Model, one.Kind))
                    .Select(static same => new Measurement<double>(
                        same.Sum(static one => one.MeanError * one.Count)
                            / Math.Max(1, same.Sum(static one => one.Count)),
                        new KeyValuePair<string, object?>("model", same.Key.Model),
                        new KeyValuePair<string, object?>("kind", same.Key.Kind.ToString())
                    )),
            "1",
            "The recent mean error of one estimate, as a share of the reported tokens."
        );

    /// <summary>Adds 1 to a counter. Never throws.</summary>
    internal static void Add(Counter<long> counter, in KeyValuePair<string, object?> tag)
    {
        try
        {
            counter.Add(1, tag);
        }
        catch (Exception)
        {
            // A listener of the application that throws does so here, in the middle of one of its calls.
        }
    }

    /// <summary>Reports these counters from now on, in place of earlier ones.</summary>
    internal void Observe(Func<UsageRecorderCounters> counters)
    {
        if (Interlocked.Exchange(ref _read, counters) is not null)
            return;

        Count("accepted", "Records accepted into the queue.", static now => now.Accepted);
        Count("persisted", "Records durable in the store.", static now => now.Persisted);
        Count("failed", "Records accepted and abandoned: rejected by the store, or not written.", static now =>
            now.Failed
        );
        Count("retries", "Writes that failed and were tried again.", static now => now.Retries);
        Count("replayed", "Accepted records that an earlier process left in its journal.", static now => now.Replayed);
        Count("unjournaled", "Accepted records that the journal could not store.", static now => now.Unjournaled);
        Gauge("queued", "Records waiting for the writer.", static now => now.Queued);
        Gauge("in_flight", "Records being written.", static now => now.InFlight);
        _meter.CreateObservableGauge(
            "gigachat.usage.journal.bytes",
            () => _read!().JournalBytes,
            "By",
            "The size of the journal on the disk."
        );
        _meter.CreateObservableCounter(Prefix + "dropped", Dropped, "{record}", "Records dropped.");
    }

    private void Count(string name, string description, Func<UsageRecorderCounters, long> value) =>
        _meter.CreateObservableCounter(Prefix + name, () => value(_read!()), "{record}", description);

    private void Gauge(string name, string description, Func<UsageRecorderCounters, long> value) =>
        _meter.CreateObservableGauge(Prefix + name, () => value(_read!()), "{record}", description);

    private IEnumerable<Measurement<long>> Dropped()
    {
        var now = _read!();
        return
        [
            new(now.DroppedQueueFull, QueueFull),
            new(now.DroppedJournalFull, JournalFull),
            new(now.DroppedStopped, Stopped),
        ];
    }
}
