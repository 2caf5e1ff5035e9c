namespace GigaChat.Usage;

/// <summary>The text of an alert in one language, with the numbers in the form of its culture.</summary>
public sealed record UsageAlertText
{
    /// <summary>The subject: one sentence with the most important figure.</summary>
    public required string Title { get; init; }

    /// <summary>The cause and the figures, a sentence a line; empty when the title is enough.</summary>
    public string Body { get; init; } = "";

    /// <summary>The tables that follow.</summary>
    public IReadOnlyList<UsageAlertTable> Tables { get; init; } = [];
}
