namespace GigaChat.Usage;

/// <summary>A record taken from the queue, with its number in the order of acceptance.</summary>
internal readonly record struct QueuedRecord(long Number, UsageRecord Record);
