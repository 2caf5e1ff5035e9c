namespace GigaChat.Usage.AspNetCore;

/// <summary>A column.</summary>
/// <param name="Key">Its name in JSON.</param>
/// <param name="Title">Its heading, in the viewer's language.</param>
/// <param name="Kind">The kind of its cells.</param>
internal sealed record DataColumn(string Key, string Title, CellKind Kind)
{
    /// <summary><c>true</c> if the cells are numbers, which are aligned to the right; otherwise,
    /// <c>false</c>.</summary>
    public bool IsNumber { get; init; } = Kind is not CellKind.Text;

    /// <summary><c>true</c> if its cells are sums that a list of records shows, which they lead to; otherwise,
    /// <c>false</c>: the list does not show estimated tokens.</summary>
    public bool IsSum { get; init; } = Kind is CellKind.Count or CellKind.Rubles && Key is not "estimatedTokens";

    /// <summary><c>true</c> if its sums are those of the period before; otherwise, <c>false</c>.</summary>
    public bool IsEarlier { get; init; }

    /// <summary>The name of the order by this column; null where rows cannot be ordered by it.</summary>
    public string? Sort { get; init; }

    /// <summary><c>true</c> if the column is hidden on a narrow screen; otherwise, <c>false</c>.</summary>
    public bool IsMinor { get; init; }
}
