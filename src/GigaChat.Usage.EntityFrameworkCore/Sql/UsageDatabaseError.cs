namespace GigaChat.Usage;

/// <summary>What an error of the database means.</summary>
internal enum UsageDatabaseError
{
    /// <summary>Anything else: passed on as it is.</summary>
    Other,

    /// <summary>The values are refused and would be again.</summary>
    Data,

    /// <summary>A table or column is missing.</summary>
    Schema,

    /// <summary>Another transaction was in the way: the same again at once may work.</summary>
    Conflict,
}
