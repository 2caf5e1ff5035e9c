namespace GigaChat.Usage;

/// <summary>How the schema of a store stands to the version of the library that uses it.</summary>
public enum UsageStoreSchemaState
{
    /// <summary>It is the one this version works with.</summary>
    Current,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>It lacks migrations of this version.</summary>
    Older,

    /// <summary>It has migrations that this version does not know.</summary>
    Newer,

    /// <summary>It is the one this version works with, but its days are those of another time zone than the store was
    /// given.</summary>
    OtherTimeZone,
}
