namespace GigaChat.Usage.ClickHouse;

/// <summary>The names in the table of settings.</summary>
internal static class ClickHouseSetting
{
    public const string Version = "schema_version";

    /// <summary>The time zone of sealed days.</summary>
    public const string ReportTimeZone = "report_time_zone";

    /// <summary>The moment before which records were deleted, in microseconds since 1970.</summary>
    public const string RecordsFrom = "records_from";

    /// <summary>Written when a user is erased; only the time at which it is written is used.</summary>
    public const string Erased = "erased";
}
