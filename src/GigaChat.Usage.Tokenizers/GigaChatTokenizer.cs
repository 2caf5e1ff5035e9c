using GigaChat.Usage.Tokenizers;
using Microsoft.ML.Tokenizers;

namespace GigaChat.Usage;

/// <summary>
/// Counts tokens: exactly with the tokenizer of an application-provided file, such as that of the open GigaChat models,
/// or approximately with a public vocabulary (<see cref="Approximate"/>). Safe for concurrent use.
/// </summary>
/// <remarks>
/// Capture stores no text, so it estimates by the composition of a text; <see cref="Teach"/> calibrates its estimator
/// with exact counts before the first call. The count of the content is exact; the tokens of GigaChat's chat template
/// were measured (12 around a single message, 3 for each further one) and may change with a model.
/// </remarks>
public sealed class GigaChatTokenizer
{
    private const int ChatTemplate = 12;
    private const int FurtherMessage = 3;
    private const int EndOfAnswer = 1;
    private const int EmbeddingInput = 5;

    private readonly Func<string, long> _count;

    /// <summary>
    /// Initializes a new instance of the <see cref="GigaChatTokenizer"/> class with a loaded tokenizer.
    /// </summary>
    /// <param name="tokenizer">The tokenizer; it must not add begin or end tokens.</param>
    public GigaChatTokenizer(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        _count = text => tokenizer.CountTokens(text);
    }

    private GigaChatTokenizer(Func<string, long> count) => _count = count;

    /// <summary>Loads a tokenizer file.</summary>
    /// <param name="path"><c>tokenizer.json</c> of Hugging Face (a byte-level BPE), a SentencePiece model
    /// (<c>*.model</c>) or a list of ranked tokens (<c>*.tiktoken</c>). Load only files you trust.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="NotSupportedException">The file is of another kind, or its tokenizer has parts that are not
    /// supported; the message names them.</exception>
    /// <exception cref="InvalidDataException">The content of the file does not match its name.</exception>
    public static GigaChatTokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new GigaChatTokenizer(TokenizerFile.Load(path));
    }

    /// <summary>
    /// Creates a counter that needs no file: it estimates a model's tokens by OpenAI's public o200k vocabulary, with
    /// weights fitted to counts that GigaChat reported.
    /// </summary>
    /// <param name="model">The model's name, such as <c>GigaChat-2-Max</c>; with its build after a colon, as responses
    /// report it, if it is known.</param>
    /// <remarks>
    /// Its mean error on texts it was not fitted to is in <c>benchmarks/results</c>. The vocabulary is loaded with the
    /// first text, once per process.
    /// </remarks>
    public static GigaChatTokenizer Approximate(string model)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        return new GigaChatTokenizer(text => PublicVocabulary.Estimate(text, model));
    }

    /// <summary>Counts the tokens of a text alone, 0 or more.</summary>
    /// <param name="text">The text.</param>
    public long CountTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? 0 : _count(text);
    }

    /// <summary>
    /// Counts the prompt tokens of a chat request, those of the template included; 0 without messages.
    /// </summary>
    /// <param name="messages">The contents of its messages.</param>
    public long CountPrompt(params IEnumerable<string> messages)
    {
        var contents = (messages ?? throw new ArgumentNullException(nameof(messages))).ToList();
        return contents.Count == 0
            ? 0
            : contents.Sum(CountTokens) + ChatTemplate + (FurtherMessage * (contents.Count - 1));
    }

    /// <summary>Counts the completion tokens of a response, its end included; 0 for an empty one.</summary>
    /// <param name="text">The text of the response.</param>
    public long CountCompletion(string text) => string.IsNullOrEmpty(text) ? 0 : CountTokens(text) + EndOfAnswer;

    /// <summary>Counts the tokens of an embeddings request.</summary>
    /// <param name="inputs">Its inputs.</param>
    public long CountEmbedding(params IEnumerable<string> inputs) =>
        (inputs ?? throw new ArgumentNullException(nameof(inputs))).Sum(input => CountTokens(input) + EmbeddingInput);

    /// <summary>Calibrates an estimator with the exact counts of texts similar to those of the application.</summary>
    /// <param name="estimator">The estimator, from the application's services.</param>
    /// <param name="model">The model of this tokenizer, named as in records: <c>GigaChat-2</c>.</param>
    /// <param name="texts">The texts; they are not stored.</param>
    public void Teach(ICalibratingTokenEstimator estimator, string model, params IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        ArgumentNullException.ThrowIfNull(texts);
        foreach (var text in texts)
        {
            var measure = TextMeasure.Of(text);
            estimator.Learn(measure, TokenKind.Completion, model, CountCompletion(text));
            estimator.Learn(measure, TokenKind.Prompt, model, CountPrompt(text));
        }
    }
}
