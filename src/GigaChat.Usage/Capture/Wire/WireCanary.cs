namespace GigaChat.Usage.Capture;

/// <summary>Counts the responses that deviate from the wire contract: the first signs of a change of the API.</summary>
/// <remarks>Checks each ended call once, and allocates nothing for a response of a known form.</remarks>
internal sealed class WireCanary
{
    /// <summary>The placeholder for a value that cannot be a name.</summary>
    public const string Unreadable = "(unreadable)";

    private long _totalsThatDiffer;

    /// <summary>The number of responses with a total that is not the sum of its parts.</summary>
    public long TotalsThatDiffer => Interlocked.Read(ref _totalsThatDiffer);

    public NameTally UnknownUsageFields { get; } = new();

    public NameTally UnknownFinishReasons { get; } = new();

    public NameTally UnknownFileTargets { get; } = new();

    public void Look(ResponseScanner answer)
    {
        if (answer.Usage is { AddsUp: false })
            Interlocked.Increment(ref _totalsThatDiffer);
        if (answer.UnknownUsageField is { } field)
            UnknownUsageFields.Add(field);
        if (answer.FinishReason is { } reason && !FinishReasons.IsKnown(reason))
            UnknownFinishReasons.Add(reason);
        if (answer.UnknownFileTarget is { } target)
            UnknownFileTargets.Add(target);
    }
}
