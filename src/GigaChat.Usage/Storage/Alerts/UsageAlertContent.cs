using System.Text.Json;

namespace GigaChat.Usage.Storage;

/// <summary>The content of an alert as it is stored: one text of JSON.</summary>
internal sealed record UsageAlertContent
{
    public required UsageAlertText English { get; init; }

    public required UsageAlertText Russian { get; init; }

    public IReadOnlyDictionary<string, string>? Figures { get; init; }

    public UsageAlertRecords? Records { get; init; }

    public static string Write(UsageAlert alert) =>
        JsonSerializer.Serialize(
            new UsageAlertContent
            {
                English = alert.English,
                Russian = alert.Russian,
                Figures = alert.Figures,
                Records = UsageAlertRecords.Of(alert.Records),
            },
            UsageAlertJson.Default.UsageAlertContent
        );

    public static UsageAlertContent Read(string json) =>
        JsonSerializer.Deserialize(json, UsageAlertJson.Default.UsageAlertContent)
        ?? throw new FormatException("The content of an alert is empty.");

    /// <summary>Sets the content of an alert that was read without it.</summary>
    public UsageAlert In(UsageAlert alert) =>
        alert with
        {
            English = English,
            Russian = Russian,
            Figures = Figures ?? alert.Figures,
            Records = Records?.ToFilter(),
        };
}
