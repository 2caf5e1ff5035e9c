namespace GigaChat.Usage;

/// <summary>A table of an alert's text, such as the users that made a difference.</summary>
public sealed record UsageAlertTable
{
    /// <summary>The caption.</summary>
    public required string Caption { get; init; }

    /// <summary>The headings of the columns.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The rows, each with a text for every column.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }
}
