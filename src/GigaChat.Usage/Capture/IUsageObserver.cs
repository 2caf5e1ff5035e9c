namespace GigaChat.Usage;

/// <summary>Receives the record of each call as the call ends, before the record is stored. Add one with
/// <c>AddUsageObserver</c>.</summary>
/// <remarks>
/// Runs on the path of the call, so it must be fast, must not block, and must be safe for concurrent use. What it
/// throws is counted (<c>gigachat.usage.capture.failures</c>, kind <c>observer</c>) and logged by its type, and
/// affects neither the call nor its record.
/// </remarks>
public interface IUsageObserver
{
    /// <summary>Receives a record.</summary>
    /// <param name="record">The record.</param>
    void Observe(UsageRecord record);
}
