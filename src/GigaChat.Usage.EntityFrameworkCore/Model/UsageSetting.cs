namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A fact about the stored data that every process must share.</summary>
internal sealed class UsageSetting
{
    /// <summary>The time zone of daily rollups; missing until rollups are kept.</summary>
    public const string ReportTimeZone = "report_time_zone";

    /// <summary>The moment, in microseconds since 1970, before which records were deleted; missing until some
    /// were.</summary>
    public const string RecordsFrom = "records_from";

    /// <summary>Changes whenever ids of texts that a writer may remember are no longer valid; missing until
    /// then.</summary>
    public const string TextsStamp = "texts_stamp";

    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}
