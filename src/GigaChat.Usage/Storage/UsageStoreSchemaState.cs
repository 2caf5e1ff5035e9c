namespace GigaChat.Usage;

/// <summary>The states of the schema of a store, compared with the version of the library.</summary>
public enum UsageStoreSchemaState
{
    /// <summary>The schema is the one of this version.</summary>
    Current,

    /// <summary>There is no schema.</summary>
    Missing,

    /// <summary>The schema lacks migrations of this version.</summary>
    Older,

    /// <summary>The schema has migrations that this version does not know.</summary>
    Newer,

    /// <summary>
    /// The schema is the one of this version, but its days are those of another time zone than the store's.
    /// </summary>
    OtherTimeZone,
}
