namespace GigaChat.Usage;

/// <summary>The dimensions that records can be grouped by, in any combination.</summary>
[Flags]
public enum UsageDimensions
{
    /// <summary>No groups: one sum.</summary>
    None = 0,

    /// <summary>By <see cref="UsageRecord.Operation"/>.</summary>
    Operation = 1,

    /// <summary>By <see cref="UsageRecord.Model"/>.</summary>
    Model = 2,

    /// <summary>
    /// By <see cref="UsageRecord.UserId"/>; the group's user name is that of the user's newest record with a name,
    /// among those that the filter matches.
    /// </summary>
    User = 4,

    /// <summary>By <see cref="UsageRecord.AccessToken"/>.</summary>
    AccessToken = 8,

    /// <summary>By <see cref="UsageRecord.AccessTokenType"/>.</summary>
    AccessTokenType = 16,

    /// <summary>By <see cref="UsageRecord.Platform"/>.</summary>
    Platform = 32,

    /// <summary>By <see cref="UsageRecord.Source"/>.</summary>
    Source = 64,

    /// <summary>By <see cref="UsageRecord.Outcome"/>.</summary>
    Outcome = 128,

    /// <summary>By <see cref="UsageRecord.IsBatch"/>.</summary>
    Batch = 256,

    /// <summary>By day in the grouping's time zone.</summary>
    Day = 512,

    /// <summary>By hour of UTC.</summary>
    Hour = 1024,
}
