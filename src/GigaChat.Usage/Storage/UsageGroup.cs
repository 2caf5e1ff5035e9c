using System.Text;

namespace GigaChat.Usage;

/// <summary>The sum over the records of one group. A key is null where it was not asked for, and where the records have
/// none.</summary>
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

    /// <summary>Where the counts come from, when grouped by it.</summary>
    public UsageSource? Source { get; init; }

    /// <summary>How the calls ended, when grouped by it.</summary>
    public UsageOutcome? Outcome { get; init; }

    /// <summary>Whether the calls were part of a batch, when grouped by it.</summary>
    public bool? IsBatch { get; init; }

    /// <summary>The day in the grouping's time zone, when grouped by it.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The hour's first moment in UTC, when grouped by it.</summary>
    public DateTimeOffset? Hour { get; init; }

    /// <summary>How many records: attempts, failed ones included.</summary>
    public long Count { get; init; }

    /// <summary>How many calls: records that are a first attempt.</summary>
    public long Calls { get; init; }

    /// <summary>The sum of billed prompt tokens that are known.</summary>
    public long PromptTokens { get; init; }

    /// <summary>The sum of completion tokens that are known.</summary>
    public long CompletionTokens { get; init; }

    /// <summary>The sum of cached prompt tokens that are known.</summary>
    public long CachedPromptTokens { get; init; }

    /// <summary>The sum of billed tokens.</summary>
    public long TotalTokens { get; init; }

    /// <summary>How many of <see cref="TotalTokens"/> are estimates.</summary>
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
