namespace GigaChat.Usage.Recording;

/// <summary>What a failed write says about its cause.</summary>
internal enum StoreFault
{
    /// <summary>Nothing: the store may be down, or a record may be one it cannot take.</summary>
    Unknown = 0,

    /// <summary>A record of the batch can never be stored as it is.</summary>
    Data,

    /// <summary>The write ran out of time.</summary>
    TimedOut,

    /// <summary>The store cannot be used at present, whatever the records.</summary>
    Unavailable,
}
