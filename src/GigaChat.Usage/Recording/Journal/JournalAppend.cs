namespace GigaChat.Usage.Recording;

/// <summary>Specifies the result of appending a record to the journal.</summary>
internal enum JournalAppend
{
    /// <summary>The record is in the file.</summary>
    Done,

    /// <summary>The journal has reached its maximum size.</summary>
    Full,

    /// <summary>The file cannot be written at present, or the record exceeds the limits of a frame.</summary>
    Failed,
}
