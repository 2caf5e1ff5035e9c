namespace GigaChat.Usage.Recording;

/// <summary>Specifies the cause of a failed write, as far as the error shows it.</summary>
internal enum StoreFault
{
    /// <summary>Unknown: the store may be down, or a record may be one that it cannot store.</summary>
    Unknown = 0,

    /// <summary>A record of the batch can never be stored as it is.</summary>
    Data,

    /// <summary>The write timed out.</summary>
    TimedOut,

    /// <summary>The store cannot be used at present, for any record.</summary>
    Unavailable,
}
