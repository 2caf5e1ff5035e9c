namespace GigaChat.Usage.Recording;

/// <summary>A record taken from the queue, with its number in the order of acceptance.</summary>
/// <param name="Number">The number of the record, in the order of acceptance.</param>
/// <param name="Record">The record.</param>
/// <param name="Journaled"><c>true</c> if the journal contains the record too; otherwise, <c>false</c>.</param>
internal readonly record struct QueuedRecord(long Number, UsageRecord Record, bool Journaled = false);
