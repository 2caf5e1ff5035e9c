namespace GigaChat.Usage.Capture;

/// <summary>Specifies a failure in capture that the caller does not notice.</summary>
internal enum CaptureFailure
{
    /// <summary>A 2xx response, or a part of it, could not be read.</summary>
    Parse,

    /// <summary>An enricher threw.</summary>
    Enricher,

    /// <summary>The estimator threw.</summary>
    Estimator,

    /// <summary>A gate threw.</summary>
    Gate,

    /// <summary>An observer of records threw.</summary>
    Observer,

    /// <summary>A listener of spans or metrics threw.</summary>
    Telemetry,

    /// <summary>A call had more tags than a record can have.</summary>
    Tags,

    /// <summary>Another part of this library threw.</summary>
    Internal,
}
