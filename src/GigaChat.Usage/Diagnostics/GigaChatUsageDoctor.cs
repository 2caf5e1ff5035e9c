using GigaChat.Usage.Capture;
using GigaChat.Usage.Diagnostics;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage;

/// <summary>
/// Examines usage tracking while the application runs: the configuration of clients, the observations of capture,
/// recorder and store, and whether the figures of the last days are complete.
/// </summary>
/// <remarks>
/// Costs a few queries of the store's rollups and, the first time, the creation of the factory's clients, the same as
/// at their first use. Nothing is sent, written or changed. Counts begin at the start of the process. Calls of clients
/// created without the factory and without <see cref="GigaChatUsageHandler"/> cannot be seen; a balance reconciliation
/// shows their tokens.
/// </remarks>
public sealed class GigaChatUsageDoctor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IServiceProvider _services;

    internal GigaChatUsageDoctor(IServiceProvider services) => _services = services;

    /// <summary>
    /// Examines usage tracking. Every failure is a finding and no exception; the time limit of the store is 10 seconds,
    /// and up to a minute while the process computes rather than waits, as on a slow machine.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public async Task<UsageDiagnosis> ExamineAsync(CancellationToken cancellationToken = default)
    {
        var time = _services.GetService<TimeProvider>() ?? TimeProvider.System;
        var findings = new List<UsageFinding>();
        if (OptionChecks.TryRead(_services, findings) is { } options)
        {
            var clients = new ClientChecks(_services, options);
            Add("clients", clients.Examine);
            Add("capture", () =>
                CaptureChecks.Examine(
                    _services.GetRequiredService<UsageCapture>(),
                    _services.GetRequiredService<CaptureFailures>()
                )
            );
            Add("hosts", () => HostChecks.Examine(_services.GetRequiredService<UsageCapture>()));
            Add("recorder", () =>
                RecorderChecks.Examine(
                    _services.GetRequiredService<IUsageRecorder>(),
                    _services.GetRequiredService<UsageDeadLetters>(),
                    options,
                    time.GetUtcNow()
                )
            );
            foreach (var check in _services.GetServices<IDiagnosticCheck>())
                Add(check.Part, () => check.Examine(time.GetUtcNow()));
            await AddStoreAsync(findings, clients, cancellationToken).ConfigureAwait(false);
        }

        return new UsageDiagnosis(
            time.GetUtcNow(),
            [
                .. findings
                    .OrderByDescending(static finding => finding.Severity)
                    .ThenBy(static finding => finding.Code, StringComparer.Ordinal)
                    .ThenBy(static finding => finding.Seen, StringComparer.Ordinal),
            ]
        );

        void Add(string part, Func<IEnumerable<UsageFinding>> examine)
        {
            try
            {
                findings.AddRange(examine());
            }
            catch (Exception error)
            {
                findings.Add(Failed(part, error));
            }
        }
    }

    private async Task AddStoreAsync(
        List<UsageFinding> findings,
        ClientChecks clients,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new WorkingTimeLimit(
            Patience,
            TimeLimitClock.Of(_services),
            TimeLimitClock.ProcessorOf(_services)
        );
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            findings.AddRange(
                await new StoreChecks(_services, clients, either.Token).ExamineAsync().ConfigureAwait(false)
            );
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Add(Failed("store", error));
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private static UsageFinding Failed(string part, Exception error) =>
        UsageFinding.Of(
            UsageFindingCode.ExaminationFailed,
            UsageFindingSeverity.Warning,
            $"The {part} could not be examined ({error.GetType().Name}).",
            "Look for the same error in the application's log; the other findings are valid.",
            ("part", part),
            ("error", error.GetType().Name)
        );
}
