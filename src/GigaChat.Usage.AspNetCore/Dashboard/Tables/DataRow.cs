namespace GigaChat.Usage.AspNetCore;

/// <summary>A row.</summary>
/// <param name="Cells">One cell per column.</param>
internal sealed record DataRow(params IReadOnlyList<object?> Cells)
{
    /// <summary>The address that the row's name links to; null for none.</summary>
    public string? Href { get; init; }

    /// <summary>The address of the records that the row's numbers are the sums of; null for none.</summary>
    public string? Records { get; init; }

    /// <summary>The address of the records of the period before; null for none.</summary>
    public string? Earlier { get; init; }

    /// <summary>The colour of the row's series; null for none.</summary>
    public string? Series { get; init; }
}
