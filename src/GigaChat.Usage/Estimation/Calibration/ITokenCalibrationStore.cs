namespace GigaChat.Usage;

/// <summary>Keeps what the estimator has learned from one run of the application to the next.</summary>
public interface ITokenCalibrationStore
{
    /// <summary>What was kept last; null when nothing was.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    Task<string?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps it, in place of what was kept before.</summary>
    /// <param name="json">What <see cref="CalibratingTokenEstimator.ToJson"/> wrote.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    Task SaveAsync(string json, CancellationToken cancellationToken);
}
