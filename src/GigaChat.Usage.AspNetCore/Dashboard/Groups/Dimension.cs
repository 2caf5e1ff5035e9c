using System.Globalization;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.AspNetCore;

/// <summary>A key that usage is grouped by: its name in addresses, its column, and the way from a key to its
/// records.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Column">The name of its column in JSON.</param>
/// <param name="By">The dimension of the store.</param>
/// <param name="Title">The heading of its column, in the viewer's language.</param>
/// <param name="KeyOf">Gets the key of a group; null where its records have none.</param>
internal sealed partial record Dimension(
    string Id,
    string Column,
    UsageDimensions By,
    Func<PageText, string> Title,
    Func<UsageGroup, TimeZoneInfo, string?> KeyOf
)
{
    /// <summary>The start of the id of a tag.</summary>
    public const string TagPrefix = "tag:";

    private const string HourFormat = "yyyy-MM-dd'T'HH'Z'";

    /// <summary>The key of the tag with these values; null for other dimensions.</summary>
    public string? TagKey { get; init; }

    /// <summary>The part of a filter that selects a key; null for times.</summary>
    public FilterField? Field { get; init; }

    /// <summary>The period of a key; null for keys that are no period.</summary>
    public Func<string, PeriodChoice>? PeriodOf { get; init; }

    /// <summary>Gets the name of a key, in the viewer's language.</summary>
    public Func<PageView, string?, string> NameOf { get; init; } = static (_, key) => key ?? "—";

    /// <summary>Gets the colour of a key that has the same one everywhere; null if keys have the colour of their
    /// place.</summary>
    public Func<string?, string>? ColourOf { get; init; }

    /// <summary><c>true</c> if rows are in the order of their keys unless another is requested; otherwise,
    /// <c>false</c>.</summary>
    public bool IsTime => Field is null;

    /// <summary>Gets the records of a key among others; null where no filter selects them.</summary>
    public Selection? Narrow(Selection selection, string? key, DateOnly today)
    {
        if (key is null)
            return Absent(selection);
        if (Field is not null)
            return selection.With(Field, key);
        return PeriodOf?.Invoke(key) is { } period
            ? selection with
            {
                Period = period.Among(selection.Period, today),
            }
            : null;
    }

    /// <summary>Gets the records without a key among others; null where every record has one, or where the records
    /// without another tag are selected.</summary>
    private Selection? Absent(Selection selection)
    {
        if (TagKey is not null)
            return selection.Filter.WithoutTag is { } other && !string.Equals(other, TagKey, StringComparison.Ordinal)
                ? null
                : selection.With(FilterFields.WithoutTag, TagKey);
        return By != UsageDimensions.None && UsageAbsence.IsPossible(By) ? selection.Without(By) : null;
    }

    /// <summary>Gets the values of a tag as a dimension.</summary>
    public static Dimension OfTag(string key) =>
        new($"{TagPrefix}{key}", "tag", UsageDimensions.None, _ => key, static (group, _) => group.TagValue)
        {
            TagKey = key,
            Field = FilterFields.Tag with
            {
                Set = (filter, value) => filter with { Tags = value is null ? null : UsageTags.Of(key, value) },
            },
            NameOf = static (view, value) => view.Text.TagValue(value),
        };

    /// <summary>Gets <c>true</c> if a key is the sum of the values beyond the daily limit of a tag; otherwise,
    /// <c>false</c>.</summary>
    public static bool IsOthers(Dimension? by, string? key) =>
        by?.TagKey is not null && string.Equals(key, UsageTags.Others, StringComparison.Ordinal);

    public bool Equals(Dimension? other) => string.Equals(Id, other?.Id, StringComparison.Ordinal);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    private static DateTimeOffset HourOf(string key) =>
        DateTimeOffset.ParseExact(key, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static DateOnly DayOf(string key) => DateOnly.ParseExact(key, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
