namespace GigaChat.Usage.AspNetCore;

/// <summary>A parameter of the JSON API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description, in English.</param>
/// <param name="Values">The allowed values; null for any text.</param>
internal sealed record ApiParameter(string Name, string Description, IReadOnlyList<string>? Values = null)
{
    /// <summary>The period and the filter, which every resource over records takes.</summary>
    public static IReadOnlyList<ApiParameter> OfSelection { get; } =
    [
        new("period", "Days in the report time zone; dates and an hour precede it.", PeriodChoice.Presets),
        new("from", "The first day, such as 2026-05-01."),
        new("to", "The last day."),
        new("hour", "An hour of UTC, such as 2026-05-17T11Z."),
        .. FilterFields.All.Select(static field => new ApiParameter(
            field.Name,
            field.DescriptionOf?.Invoke() ?? $"Records with this {field.Title(PageText.English).ToLowerInvariant()}.",
            field.Values
        )),
    ];

    /// <param name="dimensions">The dimensions.</param>
    /// <param name="withTags"><c>true</c> if the values of a tag are a dimension too; otherwise, <c>false</c>.</param>
    public static ApiParameter Group(IReadOnlyList<Dimension> dimensions, bool withTags = false)
    {
        string[] ids = [.. dimensions.Select(static by => by.Id)];
        return withTags
            ? new("group", $"The dimension of the rows: {string.Join(", ", ids)}, or a tag such as tag:tenant.")
            : new("group", "The dimension of the rows.", ids);
    }
}
