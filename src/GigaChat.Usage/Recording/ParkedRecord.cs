namespace GigaChat.Usage;

/// <summary>A record that the store refuses, taken out of the way of the others.</summary>
/// <param name="Record">The record, as it was offered to the store.</param>
/// <param name="Reason">What the store said about it.</param>
/// <param name="ParkedAt">When it was given up, in UTC.</param>
public sealed record ParkedRecord(UsageRecord Record, string Reason, DateTimeOffset ParkedAt);
