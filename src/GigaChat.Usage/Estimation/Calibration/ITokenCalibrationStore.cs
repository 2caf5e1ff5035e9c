namespace GigaChat.Usage;

/// <summary>Keeps what the estimator has learned from one run of the application to the next.</summary>
public interface ITokenCalibrationStore
{
    /// <summary>What was kept last; null when nothing was.</summary>
    /// <param name="ct">Cancels the reading.</param>
    Task<string?> LoadAsync(CancellationToken ct);

    /// <summary>Keeps it, in place of what was kept before.</summary>
    /// <param name="json">What <see cref="CalibratingTokenEstimator.ToJson"/> wrote.</param>
    /// <param name="ct">Cancels the writing.</param>
    Task SaveAsync(string json, CancellationToken ct);
}
