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

    /// <summary>
    /// The value of the tag, when grouped by <see cref="UsageGrouping.TagKey"/>; null for records without it, and
    /// <see cref="UsageTags.Others"/> for the values beyond the daily limit of a store.
    /// </summary>
    public string? TagValue { get; init; }

    /// <summary>The day in the grouping's time zone, when grouped by it.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The hour's first moment in UTC, when grouped by it.</summary>
    public DateTimeOffset? Hour { get; init; }

    /// <summary>The topic, when grouped by it.</summary>
    public string? Topic { get; init; }

    /// <summary>The id of the generation, when grouped by it.</summary>
    public string? GenerationId { get; init; }

    /// <summary>The Monday of the week in the grouping's time zone, when grouped by week.</summary>
    public DateOnly? Week { get; init; }

    /// <summary>The first day of the month in the grouping's time zone, when grouped by month.</summary>
    public DateOnly? Month { get; init; }

    /// <summary>The day of the week in the grouping's time zone, when grouped by it.</summary>
    public DayOfWeek? Weekday { get; init; }

    /// <summary>The hour of the day in the grouping's time zone, 0 to 23, when grouped by it.</summary>
    public int? LocalHour { get; init; }

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

    /// <summary>
    /// The number of different users, calls without a user excluded; null unless
    /// <see cref="UsageGrouping.WithUsers"/> requests it.
    /// </summary>
    public long? Users { get; init; }

    /// <summary>
    /// The durations of the records where they were measured (more than zero); null unless
    /// <see cref="UsageGrouping.WithLatency"/> requests them.
    /// </summary>
    public UsageHistogram? Duration { get; init; }

    /// <summary>
    /// The known times to the first token of streamed responses; null unless <see cref="UsageGrouping.WithLatency"/>
    /// requests them.
    /// </summary>
    public UsageHistogram? TimeToFirstToken { get; init; }

    /// <summary>Gets the group without its sums.</summary>
    internal UsageGroup Key() =>
        this with
        {
            UserName = null,
            Count = 0,
            Calls = 0,
            PromptTokens = 0,
            CompletionTokens = 0,
            CachedPromptTokens = 0,
            TotalTokens = 0,
            EstimatedTokens = 0,
            Users = null,
            Duration = null,
            TimeToFirstToken = null,
        };

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
            .Member(nameof(TagValue), TagValue)
            .Member(nameof(Day), Day)
            .Member(nameof(Hour), Hour)
            .Member(nameof(Topic), Topic)
            .Member(nameof(GenerationId), GenerationId)
            .Member(nameof(Week), Week)
            .Member(nameof(Month), Month)
            .Member(nameof(Weekday), Weekday)
            .Member(nameof(LocalHour), LocalHour)
            .Member(nameof(Count), Count)
            .Member(nameof(Calls), Calls)
            .Member(nameof(PromptTokens), PromptTokens)
            .Member(nameof(CompletionTokens), CompletionTokens)
            .Member(nameof(CachedPromptTokens), CachedPromptTokens)
            .Member(nameof(TotalTokens), TotalTokens)
            .Member(nameof(EstimatedTokens), EstimatedTokens)
            .Member(nameof(Users), Users)
            .Member(nameof(Duration), Duration)
            .Member(nameof(TimeToFirstToken), TimeToFirstToken);
        return true;
    }
}
