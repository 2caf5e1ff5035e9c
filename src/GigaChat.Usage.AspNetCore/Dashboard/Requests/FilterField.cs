namespace GigaChat.Usage.AspNetCore;

/// <summary>A part of a filter: its parameter in addresses, its place in the form and among the chips.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Title">The label, in the viewer's language.</param>
/// <param name="Get">Gets the value of a filter; null for none.</param>
/// <param name="Set">Sets the value; null for none.</param>
/// <param name="MaxLength">The maximum length of the value.</param>
internal sealed record FilterField(
    string Name,
    Func<PageText, string> Title,
    Func<UsageFilter, string?> Get,
    Func<UsageFilter, string?, UsageFilter> Set,
    int MaxLength
)
{
    /// <summary>The allowed values; null for any text.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Gets the label in the form; null for the title.</summary>
    public Func<PageText, string>? LabelOf { get; init; }

    public string Label(PageText text) => (LabelOf ?? Title)(text);

    /// <summary>Gets the description in the OpenAPI document, in English; null for that of a value.</summary>
    public Func<string>? DescriptionOf { get; init; }

    /// <summary><c>true</c> if a value of blanks is not allowed; otherwise, <c>false</c>.</summary>
    public bool IsNeverBlank { get; init; }

    /// <summary>Gets the name of a value, in the viewer's language.</summary>
    public Func<PageText, string, string> NameOf { get; init; } = static (_, value) => value;

    public UsageFilter Read(QueryReader query, UsageFilter filter)
    {
        var value = Values is null ? query.Text(Name, MaxLength) : query.Choice(Name, Values);
        if (IsNeverBlank && value is not null && string.IsNullOrWhiteSpace(value))
            throw new BadQueryException(Name, static text => text.NotBlank);
        return value is null ? filter : Set(filter, value);
    }
}
