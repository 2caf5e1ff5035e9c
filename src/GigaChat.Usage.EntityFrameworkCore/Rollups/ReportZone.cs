namespace GigaChat.Usage;

/// <summary>The time zone that daily rollups are kept by: one for a database, set by its first writer and changed only by a rebuild.</summary>
internal static class ReportZone
{
    public static async Task<TimeZoneInfo> ReadOrSetAsync(UsageSession session, TimeZoneInfo configured)
    {
        if (await session.ReadSettingAsync(UsageSetting.ReportTimeZone).ConfigureAwait(false) is not { } id)
        {
            // Of two first writers one sets it, and both read what it set.
            await session.WriteSettingAsync(UsageSetting.ReportTimeZone, configured.Id, overwrite: false).ConfigureAwait(false);
            id = await session.ReadSettingAsync(UsageSetting.ReportTimeZone).ConfigureAwait(false) ?? configured.Id;
        }

        return Find(id) ?? throw new InvalidOperationException(
            $"The daily rollups are kept by the time zone '{id}', which this machine does not know: install time zone data, or rebuild them by another zone with RebuildRollupsAsync.");
    }

    public static TimeZoneInfo? Find(string id)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return zone;
        return string.Equals(id, ReportTimeZone.Default.Id, StringComparison.Ordinal) ? ReportTimeZone.Default : null;
    }
}
