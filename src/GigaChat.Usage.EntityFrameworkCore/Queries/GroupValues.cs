namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The values of the row that is read, of which every row sets the same: a group is created once, instead of
/// copied for each of its keys.</summary>
internal sealed record GroupValues
{
    public UsageOperation? Operation { get; set; }

    public string? Model { get; set; }

    public string? UserId { get; set; }

    public string? AccessToken { get; set; }

    public string? AccessTokenType { get; set; }

    public string? Platform { get; set; }

    public UsageSource? Source { get; set; }

    public UsageOutcome? Outcome { get; set; }

    public bool? IsBatch { get; set; }

    public string? Topic { get; set; }

    public string? GenerationId { get; set; }

    public string? TagValue { get; set; }

    public DateTimeOffset? Hour { get; set; }

    public DateOnly? Day { get; set; }

    public DateOnly? Week { get; set; }

    public DateOnly? Month { get; set; }

    public DayOfWeek? Weekday { get; set; }

    public int? LocalHour { get; set; }

    public UsageGroup ToGroup(RollupSums sums) =>
        new()
        {
            Operation = Operation,
            Model = Model,
            UserId = UserId,
            UserName = NameStamp.NameIn(sums.NameStamp),
            AccessToken = AccessToken,
            AccessTokenType = AccessTokenType,
            Platform = Platform,
            Source = Source,
            Outcome = Outcome,
            IsBatch = IsBatch,
            Topic = Topic,
            GenerationId = GenerationId,
            TagValue = TagValue,
            Hour = Hour,
            Day = Day,
            Week = Week,
            Month = Month,
            Weekday = Weekday,
            LocalHour = LocalHour,
            Count = sums.Count,
            Calls = sums.Calls,
            PromptTokens = sums.PromptTokens,
            CompletionTokens = sums.CompletionTokens,
            CachedPromptTokens = sums.CachedPromptTokens,
            TotalTokens = sums.TotalTokens,
            EstimatedTokens = sums.EstimatedTokens,
        };
}
