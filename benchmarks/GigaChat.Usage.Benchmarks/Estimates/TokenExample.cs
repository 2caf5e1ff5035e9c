using System.Text.Json;
using System.Text.Json.Serialization;

namespace GigaChat.Usage.Benchmarks.Estimates;

/// <summary>A text and the tokens that GigaChat reported for it.</summary>
public sealed record TokenExample
{
    /// <summary>
    /// The shortest response that errors are counted of: in a shorter one a single token is a large share.
    /// </summary>
    public const int FewestCharacters = 100;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The model, with its build after a colon where it was reported.</summary>
    public required string Model { get; init; }

    /// <summary>What the text was for; <c>Text</c> is a count of the text alone.</summary>
    public required string Kind { get; init; }

    /// <summary>What the text is: Russian, English, markdown, json, table, digits, image, call.</summary>
    public required string Form { get; init; }

    /// <summary>Texts of one group resemble one another, and are fitted to together or not at all.</summary>
    public required string Group { get; init; }

    /// <summary>The tokens that were reported.</summary>
    public required int Tokens { get; init; }

    /// <summary>Whether the text is the beginning of a response, without an end token.</summary>
    public bool Cut { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// The tokens of the text alone: without those of the chat template, the end, the frame of an embedding's input.
    /// </summary>
    public int ContentTokens =>
        Tokens
        - Kind switch
        {
            "Completion" => Cut ? 0 : ScriptAwareTokenEstimator.EndOfResponse,
            "Prompt" => ScriptAwareTokenEstimator.ChatTemplate,
            "EmbeddingInput" => ScriptAwareTokenEstimator.EmbeddingInput,
            _ => 0,
        };

    /// <summary>Whether errors are counted of it.</summary>
    public bool IsMeasured => Kind == "Completion" && Form != "call" && Text.Length >= FewestCharacters;

    /// <summary>The build, or the name where no build was reported.</summary>
    public string Build => Model[(Model.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Reads the examples that the tests keep.</summary>
    public static IReadOnlyList<TokenExample> Load()
    {
        using var stream = typeof(TokenExample).Assembly.GetManifestResourceStream("token-counts.json")!;
        return JsonSerializer.Deserialize<List<TokenExample>>(stream, Json)!;
    }
}
