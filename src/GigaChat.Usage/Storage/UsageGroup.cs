using System.Text;

namespace GigaChat.Usage;

/// <summary>
/// The sums over the records of one group. A key is null where it was not requested, and where the records have none.
/// </summary>
public sealed record UsageGroup
{
    /// <summary>The operation, when grouped by it.</summary>
    public UsageOperation? Operation { get; init; }

    /// <summary>The model, when grouped by it.</summary>
    public string? Model { get; init; }

    /// <summary>The user's id, when grouped by user.</summary>
    public string? UserId { get; init; }

    /// <summary>The user's newest name, when grouped by user.</summary>
    public string? UserName { get; init; }

    /// <summary>The access token as it is stored, when grouped by it.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The type of access token, when grouped by it.</summary>
    public string? AccessTokenType { get; init; }

    /// <summary>The platform, when grouped by it.</summary>
    public string? Platform { get; init; }

    /// <summary>The source of the counts, when grouped by it.</summary>
    public UsageSource? Source { get; init; }

    /// <summary>The outcome of the calls, when grouped by it.</summary>
    public UsageOutcome? Outcome { get; init; }

    /// <summary><c>true</c> if the calls were part of a batch, <c>false</c> if not, when grouped by it.</summary>
    public bool? IsBatch { get; init; }

    /// <summary>The day in the grouping's time zone, when grouped by it.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The hour's first moment in UTC, when grouped by it.</summary>
    public DateTimeOffset? Hour { get; init; }

    /// <summary>The number of records: attempts, failed ones included.</summary>
    public long Count { get; init; }

    /// <summary>The number of calls: records of a first attempt.</summary>
    public long Calls { get; init; }

    /// <summary>The sum of the known billed prompt tokens.</summary>
    public long PromptTokens { get; init; }

    /// <summary>The sum of the known completion tokens.</summary>
    public long CompletionTokens { get; init; }

    /// <summary>The sum of the known cached prompt tokens.</summary>
    public long CachedPromptTokens { get; init; }

    /// <summary>The sum of billed tokens.</summary>
    public long TotalTokens { get; init; }

    /// <summary>The number of <see cref="TotalTokens"/> that are estimates.</summary>
    public long EstimatedTokens { get; init; }

    private bool PrintMembers(StringBuilder text)
    {
        text.Member(nameof(Operation), Operation)
            .Member(nameof(Model), Model)
            .Member(nameof(UserId), UserId)
            .Member(nameof(UserName), UserName)
            .Secret(nameof(AccessToken), AccessToken)
            .Member(nameof(AccessTokenType), AccessTokenType)
            .Member(nameof(Platform), Platform)
            .Member(nameof(Source), Source)
            .Member(nameof(Outcome), Outcome)
            .Member(nameof(IsBatch), IsBatch)
            .Member(nameof(Day), Day)
            .Member(nameof(Hour), Hour)
            .Member(nameof(Count), Count)
            .Member(nameof(Calls), Calls)
            .Member(nameof(PromptTokens), PromptTokens)
            .Member(nameof(CompletionTokens), CompletionTokens)
            .Member(nameof(CachedPromptTokens), CachedPromptTokens)
            .Member(nameof(TotalTokens), TotalTokens)
            .Member(nameof(EstimatedTokens), EstimatedTokens);
        return true;
    }
}
