using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>What was used over the last days, by operation.</summary>
public sealed class UsageStatistics
{
    internal UsageStatistics() { }

    /// <summary>Billed tokens.</summary>
    public required long TotalTokens { get; init; }

    /// <summary>Requests as they went on the wire: every attempt of every call, failed ones included. See
    /// <see cref="TotalCalls"/>.</summary>
    public required long TotalRequests { get; init; }

    /// <summary>Calls: a call that was tried three times counts once.</summary>
    public required long TotalCalls { get; init; }

    /// <summary>Every known operation (<see cref="UsageOperation.Known"/>), with zeros where nothing was used, then the
    /// others that occurred, by tokens.</summary>
    public required IReadOnlyDictionary<UsageOperation, OperationUsage> ByOperation { get; init; }

    /// <summary>How many times 24 hours the period lasts.</summary>
    public required int PeriodDays { get; init; }

    /// <summary>The period's first moment, inclusive.</summary>
    public required DateTimeOffset StartDate { get; init; }

    /// <summary>The period's last moment, inclusive: when the question was asked.</summary>
    public required DateTimeOffset EndDate { get; init; }

    /// <summary>How many of <see cref="TotalTokens"/> are estimates.</summary>
    public required long EstimatedTokens { get; init; }

    /// <summary>The share of <see cref="TotalTokens"/> that is estimated, 0 to 1.</summary>
    public double EstimatedShare => Ratio.Of(EstimatedTokens, TotalTokens);
}
