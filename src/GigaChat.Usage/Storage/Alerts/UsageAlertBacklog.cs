namespace GigaChat.Usage;

/// <summary>The notifications that one sink has not delivered.</summary>
/// <param name="Sink">The name of the sink.</param>
/// <param name="Waiting">Their number.</param>
/// <param name="Oldest">The time of the oldest.</param>
/// <param name="Attempts">The number of attempts of the one that was attempted most often.</param>
/// <param name="LastError">The type of the last error; null before the first.</param>
public sealed record UsageAlertBacklog(
    string Sink,
    long Waiting,
    DateTimeOffset Oldest,
    int Attempts,
    string? LastError
);
