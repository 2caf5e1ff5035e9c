using System.Text.Json.Serialization;

namespace GigaChat.Usage;

/// <summary>A record that the store refuses, taken out of the way of the others.</summary>
public sealed class ParkedRecord
{
    [JsonConstructor]
    internal ParkedRecord(UsageRecord record, string reason, DateTimeOffset parkedAt)
    {
        Record = record;
        Reason = reason;
        ParkedAt = parkedAt;
    }

    /// <summary>The record, as it was offered to the store.</summary>
    public UsageRecord Record { get; }

    /// <summary>The error of the store: its type and message.</summary>
    public string Reason { get; }

    /// <summary>The time at which the record was set aside, in UTC.</summary>
    public DateTimeOffset ParkedAt { get; }

    internal static string ReasonOf(Exception error) => $"{error.GetType().Name}: {error.Message}";
}
