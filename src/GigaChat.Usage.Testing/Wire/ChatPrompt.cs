using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>The content of a chat request, independent of the version.</summary>
internal sealed record ChatPrompt
{
    private static readonly string[] DrawingWords = ["нарису", "изобрази", "картинк", "draw ", "picture of"];

    /// <summary>The text of each message.</summary>
    public required IReadOnlyList<string> Messages { get; init; }

    /// <summary>The tokens besides those of the messages: function schemas and attached files.</summary>
    public long FurtherTokens { get; init; }

    /// <summary><c>true</c> if the model may draw; otherwise, <c>false</c>.</summary>
    public bool CanDraw { get; init; }

    /// <summary><c>true</c> if the model must draw; otherwise, <c>false</c>.</summary>
    public bool MustDraw { get; init; }

    /// <summary>The function to call.</summary>
    public JsonObject? Function { get; init; }

    public int? MaxTokens { get; init; }

    /// <summary><c>true</c> if the model reasons before it responds; otherwise, <c>false</c>.</summary>
    public bool Reasons { get; init; }

    /// <summary><c>true</c> if finish reasons of version 2 apply; otherwise, <c>false</c>.</summary>
    public bool HasDetailedFinishReasons { get; init; }

    public string Last => Messages.Count == 0 ? "" : Messages[^1];

    public bool Draws =>
        MustDraw
        || (CanDraw && Array.Exists(DrawingWords, word => Last.Contains(word, StringComparison.OrdinalIgnoreCase)));

    public long Tokens =>
        Messages.Sum(static message => Tokenizer.Count(message))
        + Tokenizer.ChatTemplate
        + (Tokenizer.FurtherMessage * Math.Max(0, Messages.Count - 1))
        + FurtherTokens;
}
