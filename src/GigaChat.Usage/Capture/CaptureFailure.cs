namespace GigaChat.Usage.Capture;

/// <summary>What can go wrong in capture without the caller noticing.</summary>
internal enum CaptureFailure
{
    /// <summary>A 2xx answer, or part of it, could not be read.</summary>
    Parse,

    /// <summary>An enricher threw.</summary>
    Enricher,

    /// <summary>The estimator threw.</summary>
    Estimator,

    /// <summary>A gate threw.</summary>
    Gate,

    /// <summary>A listener of spans or metrics threw.</summary>
    Telemetry,

    /// <summary>Something of this library's threw.</summary>
    Internal,
}
