namespace GigaChat.Usage;

/// <summary>A fact about the stored data that every process must share.</summary>
internal sealed class UsageSetting
{
    /// <summary>The time zone of daily rollups; missing until rollups are kept.</summary>
    public const string ReportTimeZone = "report_time_zone";

    /// <summary>The moment, in microseconds since 1970, before which records were deleted; missing until some were.</summary>
    public const string RecordsFrom = "records_from";

    /// <summary>The greatest id of a text at some moment, and that moment in microseconds since 1970.</summary>
    public const string TextsSeen = "texts_seen";

    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}
