using System.Globalization;

namespace GigaChat.Usage.Alerts;

/// <summary>The addresses of records in the dashboard.</summary>
internal static class RecordLinks
{
    public static Uri? Of(Uri? dashboard, UsageFilter? filter, TimeZoneInfo zone)
    {
        if (dashboard is null || filter is null)
            return null;
        var query = string.Join(
            '&',
            Parameters(filter, zone)
                .Where(static pair => pair.Value is { Length: > 0 })
                .Select(static pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}")
        );
        var root = dashboard.AbsoluteUri.TrimEnd('/');
        return new Uri($"{root}/records?{query}");
    }

    private static IEnumerable<(string Name, string? Value)> Parameters(UsageFilter filter, TimeZoneInfo zone) =>
        [
            ("operation", filter.Operation?.Value),
            ("from", Day(filter.From, zone)),
            ("to", Day(filter.To?.AddTicks(-1), zone)),
            ("platform", filter.Platform),
            ("model", filter.Model),
            ("source", filter.Source?.ToString()),
            ("outcome", filter.Outcome?.ToString()),
            ("user", filter.UserId),
            ("token-type", filter.AccessTokenType),
            (
                "tag",
                filter.Tags is { } tags ? string.Join(',', tags.Select(static tag => $"{tag.Key}={tag.Value}")) : null
            ),
        ];

    private static string? Day(DateTimeOffset? moment, TimeZoneInfo zone) =>
        moment is { } known
            ? TimeZoneInfo.ConvertTime(known, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
}
