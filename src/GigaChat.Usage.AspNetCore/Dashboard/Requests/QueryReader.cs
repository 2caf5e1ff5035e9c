using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Reads the parameters of an address. An empty one counts as absent; an invalid one is a
/// <see cref="BadQueryException"/>.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    public static readonly DateOnly FirstDay = new(2000, 1, 1);
    public static readonly DateOnly LastDay = new(2999, 12, 31);

    public string? Text(string name, int maxLength)
    {
        if (!query.TryGetValue(name, out var values) || values.Count == 0)
            return null;
        if (values.Count > 1)
            throw new BadQueryException(name, static text => text.GivenOnce);
        var value = values[0];
        if (string.IsNullOrEmpty(value))
            return null;
        if (value.Length > maxLength)
            throw new BadQueryException(name, text => text.AtMostCharacters(maxLength));
        if (value.Any(char.IsControl))
            throw new BadQueryException(name, static text => text.NoControlCharacters);
        return value;
    }

    public string? Choice(string name, params IReadOnlyList<string> choices)
    {
        var value = Text(name, 50);
        return value is null || choices.Contains(value, StringComparer.Ordinal)
            ? value
            : throw new BadQueryException(name, text => text.OneOf(choices));
    }

    public TEnum? Choice<TEnum>(string name)
        where TEnum : struct, Enum
    {
        var value = Choice(name, Enum.GetNames<TEnum>());
        return value is null ? null : Enum.Parse<TEnum>(value);
    }

    public int? Number(string name, int min, int max)
    {
        var value = Text(name, 20);
        if (value is null)
            return null;
        return
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min
            && number <= max
            ? number
            : throw new BadQueryException(name, text => text.WholeNumber(min, max));
    }

    public DateOnly? Day(string name)
    {
        var value = Text(name, 20);
        if (value is null)
            return null;
        return
            DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day >= FirstDay
            && day <= LastDay
            ? day
            : throw new BadQueryException(name, static text => text.DayExpected);
    }

    /// <summary>Reads the dimension of rows; the first of the known ones by default.</summary>
    /// <param name="known">The known ones.</param>
    /// <param name="withTags"><c>true</c> if the values of a tag are a dimension too; otherwise, <c>false</c>.</param>
    public Dimension Group(IReadOnlyList<Dimension> known, bool withTags = false)
    {
        if (withTags && Tag("group") is { } tag)
            return tag;
        var id = Choice("group", [.. known.Select(static by => by.Id)]);
        return known.FirstOrDefault(by => string.Equals(by.Id, id, StringComparison.Ordinal), known[0]);
    }

    /// <summary>Reads the values of a tag as a dimension, <c>tag:tenant</c>; null where the parameter is something
    /// else.</summary>
    public Dimension? Tag(string name) =>
        Text(name, 200) is { } text
        && text.StartsWith(Dimension.TagPrefix, StringComparison.Ordinal)
        && text.Length > Dimension.TagPrefix.Length
            ? Dimension.OfTag(text[Dimension.TagPrefix.Length..])
            : null;

    /// <summary>Reads a month: its first day.</summary>
    public DateOnly? Month(string name, string format)
    {
        var value = Text(name, 20);
        if (value is null)
            return null;
        return
            DateOnly.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            && month >= FirstDay
            && month <= LastDay
            ? month
            : throw new BadQueryException(name, static text => text.MonthExpected);
    }

    /// <summary>Reads an hour of UTC.</summary>
    public DateTimeOffset? Hour(string name, string format)
    {
        var value = Text(name, 20);
        if (value is null)
            return null;
        return
            DateTimeOffset.TryParseExact(
                value,
                format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var hour
            )
            && hour.Year >= FirstDay.Year
            && hour.Year <= LastDay.Year
            ? hour
            : throw new BadQueryException(name, static text => text.HourExpected);
    }

    public UsageCursor? Cursor(string name)
    {
        var value = Text(name, 100);
        if (value is null)
            return null;
        return UsageCursor.TryParse(value, out var cursor)
            ? cursor
            : throw new BadQueryException(name, static text => text.CursorExpected);
    }
}
