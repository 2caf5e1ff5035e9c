namespace GigaChat.Usage.Recording;

/// <summary>A record taken from the queue, with its number in the order of acceptance, and whether the journal has it
/// too.</summary>
internal readonly record struct QueuedRecord(long Number, UsageRecord Record, bool Journaled = false);
