namespace GigaChat.Usage;

/// <summary>Where the token counts of a record come from.</summary>
public enum UsageSource
{
    /// <summary>Nothing is known: the call failed, or its answer could not be read.</summary>
    None = 0,

    /// <summary>The API reported them.</summary>
    Reported = 1,

    /// <summary>The API did not report them; they are this library's estimate.</summary>
    Estimated = 2,
}
