namespace GigaChat.Usage.Recording;

/// <summary>What became of a record offered to the journal.</summary>
internal enum JournalAppend
{
    /// <summary>It is in the file.</summary>
    Done,

    /// <summary>The journal holds as much as it may.</summary>
    Full,

    /// <summary>The file cannot be written at present, or the record cannot be made to fit.</summary>
    Failed,
}
