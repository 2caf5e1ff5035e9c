namespace GigaChat.Usage;

/// <summary>What a budget is for.</summary>
public enum BudgetScope
{
    /// <summary>Everything together.</summary>
    Total = 0,

    /// <summary>Each <see cref="UsageRecord.UserId"/> by itself.</summary>
    User = 1,

    /// <summary>Each <see cref="UsageRecord.AccessToken"/>, as it is kept, by itself.</summary>
    AccessToken = 2,

    /// <summary>Each <see cref="UsageRecord.AccessTokenType"/> by itself.</summary>
    AccessTokenType = 3,

    /// <summary>Each <see cref="UsageRecord.Platform"/> by itself.</summary>
    Platform = 4,
}
