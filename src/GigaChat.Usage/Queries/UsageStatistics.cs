using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>The usage of the last days, by operation.</summary>
public sealed class UsageStatistics
{
    internal UsageStatistics() { }

    /// <summary>The number of billed tokens.</summary>
    public required long TotalTokens { get; init; }

    /// <summary>
    /// The number of HTTP requests: every attempt of every call, failed ones included. See <see cref="TotalCalls"/>.
    /// </summary>
    public required long TotalRequests { get; init; }

    /// <summary>The number of calls: a call with three attempts counts once.</summary>
    public required long TotalCalls { get; init; }

    /// <summary>
    /// The usage of every known operation (<see cref="UsageOperation.Known"/>), with zeros for those without usage,
    /// then of the others, by tokens.
    /// </summary>
    public required IReadOnlyDictionary<UsageOperation, OperationUsage> ByOperation { get; init; }

    /// <summary>The length of the period in periods of 24 hours.</summary>
    public required int PeriodDays { get; init; }

    /// <summary>The period's first moment, inclusive.</summary>
    public required DateTimeOffset StartDate { get; init; }

    /// <summary>The period's last moment, inclusive: the time of the query.</summary>
    public required DateTimeOffset EndDate { get; init; }

    /// <summary>The number of <see cref="TotalTokens"/> that are estimates.</summary>
    public required long EstimatedTokens { get; init; }

    /// <summary>The share of <see cref="TotalTokens"/> that is estimated, 0 to 1.</summary>
    public double EstimatedShare => Ratio.Of(EstimatedTokens, TotalTokens);
}
