using System.Text.Json.Serialization;

namespace GigaChat.Usage;

/// <summary>A dead-lettered record: the store rejects it, so it was set aside.</summary>
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

    /// <summary>The type and the message of the error of the store.</summary>
    public string Reason { get; }

    /// <summary>The time at which the record was dead-lettered, in UTC.</summary>
    public DateTimeOffset ParkedAt { get; }

    internal static string ReasonOf(Exception error) => $"{error.GetType().Name}: {error.Message}";
}
