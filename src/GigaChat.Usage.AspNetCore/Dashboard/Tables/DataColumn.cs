namespace GigaChat.Usage.AspNetCore;

/// <summary>A column.</summary>
/// <param name="Key">Its name in JSON.</param>
/// <param name="Title">Its heading, in the viewer's language.</param>
/// <param name="Kind">What its cells hold.</param>
internal sealed record DataColumn(string Key, string Title, CellKind Kind)
{
    /// <summary>`true` if the cells are numbers, which are aligned at their right end; otherwise, `false`.</summary>
    public bool IsNumber { get; init; } = Kind is not CellKind.Text;

    /// <summary>Whether a narrow screen leaves the column out.</summary>
    public bool IsMinor { get; init; }
}
