using GigaChat.Usage.Logging;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Estimation;

/// <summary>
/// Loads the learned factors of the estimator at the start, and saves them at the stop and in every minute with
/// changes.
/// </summary>
internal sealed partial class TokenCalibrationService(
    CalibratingTokenEstimator estimator,
    ITokenCalibrationStore store,
    TimeProvider time,
    ILogger<TokenCalibrationService> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly QuietLogger _logger = new(logger);
    private long _saved;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await store.LoadAsync(cancellationToken).ConfigureAwait(false) is { } kept)
                estimator.Load(kept);
        }
        catch (Exception error) when (!error.IsCancellationBy(cancellationToken))
        {
            NotLoaded(_logger, error);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                await SaveAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The stop saves once more.
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        var learned = estimator.Learned;
        if (learned == _saved)
            return;
        try
        {
            await store.SaveAsync(estimator.ToJson(), cancellationToken).ConfigureAwait(false);
            _saved = learned;
        }
        catch (Exception error) when (!error.IsCancellationBy(cancellationToken))
        {
            NotSaved(_logger, error);
        }
    }

    [LoggerMessage(
        EventId = 401,
        EventName = "CalibrationNotLoaded",
        Level = LogLevel.Warning,
        Message = "Loading the calibration of the token estimator failed; it starts without one."
    )]
    private static partial void NotLoaded(ILogger logger, Exception error);

    [LoggerMessage(
        EventId = 402,
        EventName = "CalibrationNotSaved",
        Level = LogLevel.Warning,
        Message = "Saving the calibration of the token estimator failed; retrying in a minute."
    )]
    private static partial void NotSaved(ILogger logger, Exception error);
}
