namespace GigaChat.Usage;

/// <summary>A fact about the stored data that every process must share, such as the time zone of daily rollups.</summary>
internal sealed class UsageSetting
{
    public const string ReportTimeZone = "report_time_zone";

    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}
