namespace GigaChat.Usage.AspNetCore;

/// <summary>A row.</summary>
/// <param name="Cells">One cell a column.</param>
internal sealed record DataRow(params IReadOnlyList<object?> Cells)
{
    /// <summary>Where the row's name leads; null for nowhere.</summary>
    public string? Href { get; init; }

    /// <summary>The colour of the row's series; null for none.</summary>
    public string? Series { get; init; }
}
