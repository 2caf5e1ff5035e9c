namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A fact about the stored data that every process must share.</summary>
internal sealed class UsageSetting
{
    /// <summary>The time zone of daily rollups; missing until rollups are built.</summary>
    public const string ReportTimeZone = "report_time_zone";

    /// <summary>
    /// The moment, in microseconds since 1970, before which records were deleted; missing until some were.
    /// </summary>
    public const string RecordsFrom = "records_from";

    /// <summary>The mark that histograms contain all records; missing until they are built.</summary>
    public const string Latency = "latency";

    /// <summary>
    /// The stamp that changes whenever the text ids that a writer may have cached, or the sums of users that a reader
    /// may have kept, are no longer valid; missing until then.
    /// </summary>
    public const string TextsStamp = "texts_stamp";

    /// <summary>The time of the last change of alerts. Each change writes it first, so that they follow one another.
    /// </summary>
    public const string AlertsChanged = "alerts_changed";

    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}
