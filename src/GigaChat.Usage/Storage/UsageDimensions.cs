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

    /// <summary>By <see cref="UsageRecord.Topic"/>.</summary>
    Topic = 2048,

    /// <summary>By <see cref="UsageRecord.GenerationId"/>.</summary>
    Generation = 4096,

    /// <summary>By week in the grouping's time zone, from Monday, as in ISO 8601.</summary>
    Week = 8192,

    /// <summary>By month in the grouping's time zone.</summary>
    Month = 16384,

    /// <summary>By day of the week in the grouping's time zone.</summary>
    Weekday = 32768,

    /// <summary>By hour of the day in the grouping's time zone, 0 to 23.</summary>
    LocalHour = 65536,
}
