namespace GigaChat.Usage.AspNetCore;

/// <summary>One column of a bar chart.</summary>
/// <param name="Label">The label below it; null where there is no room for one.</param>
/// <param name="Tip">The tooltip.</param>
/// <param name="Values">One value per series, from the bottom.</param>
internal sealed record Bar(string? Label, string Tip, IReadOnlyList<double> Values)
{
    /// <summary>The address of the column's records; null for none.</summary>
    public string? Href { get; init; }
}
