namespace GigaChat.Usage;

/// <summary>The sources of the token counts of a record.</summary>
public enum UsageSource
{
    /// <summary>The counts are unknown: the call failed, or its response could not be read.</summary>
    None = 0,

    /// <summary>The API reported the counts.</summary>
    Reported = 1,

    /// <summary>The API did not report the counts; they are this library's estimate.</summary>
    Estimated = 2,
}
