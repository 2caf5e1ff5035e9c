namespace GigaChat.Usage.Capture;

/// <summary>Counts the answers that are not as the wire's contract says: the first signs that the API has
/// changed.</summary>
/// <remarks>Looks once at each call that is over, and allocates nothing for an answer of a known form.</remarks>
internal sealed class WireCanary
{
    /// <summary>Stands for a name that cannot be one.</summary>
    public const string Unreadable = "(unreadable)";

    private long _totalsThatDiffer;

    /// <summary>Answers whose total is not the sum of its parts.</summary>
    public long TotalsThatDiffer => Interlocked.Read(ref _totalsThatDiffer);

    public NameTally UnknownUsageFields { get; } = new();

    public NameTally UnknownFinishReasons { get; } = new();

    public void Look(ResponseScanner answer)
    {
        if (answer.Usage is { AddsUp: false })
            Interlocked.Increment(ref _totalsThatDiffer);
        if (answer.UnknownUsageField is { } field)
            UnknownUsageFields.Add(field);
        if (answer.FinishReason is { } reason && !FinishReasons.IsKnown(reason))
            UnknownFinishReasons.Add(reason);
    }
}
