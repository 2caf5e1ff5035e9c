using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Checks whether records reach the store, by the changes of the recorder's counters over the last minutes.
/// </summary>
internal sealed class RecorderHealthCheck(IUsageRecorder recorder, int queueCapacity, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Queue<(DateTimeOffset At, long Lost, long Retries)> _seen = new();

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var now = recorder.Counters;
        var (lost, retries) = Since(now);
        var status =
            lost > 0 ? context.Registration.FailureStatus
            : now.Queued > queueCapacity / 2 || (retries > 0 && now.Queued + now.InFlight > 0) ? HealthStatus.Degraded
            : HealthStatus.Healthy;
        return Task.FromResult(
            new HealthCheckResult(status, Describe(now, lost, retries, status), exception: null, Data(now))
        );
    }

    /// <summary>
    /// Gets the numbers of lost records and retried writes within the window, or since the last check when that is
    /// longer ago. Before the first check no record was lost: the recorder is as old as the process.
    /// </summary>
    private (long Lost, long Retries) Since(UsageRecorderCounters now)
    {
        lock (_gate)
        {
            var at = time.GetUtcNow();
            (long Lost, long Retries) before = _seen.TryPeek(out var oldest) ? (oldest.Lost, oldest.Retries) : (0, 0);
            while (_seen.Count > 1 && at - _seen.Peek().At > Window)
            {
                _seen.Dequeue();
                before = (_seen.Peek().Lost, _seen.Peek().Retries);
            }

            _seen.Enqueue((at, now.Dropped + now.Failed, now.Retries));
            return (now.Dropped + now.Failed - before.Lost, now.Retries - before.Retries);
        }
    }

    private string Describe(UsageRecorderCounters now, long lost, long retries, HealthStatus status) =>
        status == HealthStatus.Healthy
            ? "Usage records reach the store."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Usage records in the last {Window.TotalMinutes:0} minutes: {lost} lost, {retries} writes retried; {now.Queued} of {queueCapacity} queued."
            );

    private static Dictionary<string, object> Data(UsageRecorderCounters now) =>
        new(StringComparer.Ordinal)
        {
            ["accepted"] = now.Accepted,
            ["persisted"] = now.Persisted,
            ["queued"] = now.Queued,
            ["inFlight"] = now.InFlight,
            ["failed"] = now.Failed,
            ["dropped"] = now.Dropped,
            ["retries"] = now.Retries,
        };
}
