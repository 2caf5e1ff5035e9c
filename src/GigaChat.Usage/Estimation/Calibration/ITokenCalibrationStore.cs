namespace GigaChat.Usage;

/// <summary>Stores the learned factors of the estimator between runs of the application.</summary>
public interface ITokenCalibrationStore
{
    /// <summary>Loads the factors that were saved last.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The JSON that was saved last; <c>null</c> if there is none.</returns>
    Task<string?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Saves the factors, in place of those saved before.</summary>
    /// <param name="json">The JSON that <see cref="CalibratingTokenEstimator.ToJson"/> wrote.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    Task SaveAsync(string json, CancellationToken cancellationToken);
}
