using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace GigaChat.Usage.Tokenizers;

/// <summary>Reads a byte-level BPE from Hugging Face's <c>tokenizer.json</c>, and rejects any other content.</summary>
internal static class TokenizerJson
{
    // The default split of the ByteLevel pre-tokenizer: words with the space before them, runs of digits, of signs, of
    // white space.
    private const string ByteLevelSplit = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    private static readonly TimeSpan SplitTimeout = TimeSpan.FromSeconds(10);

    public static Tokenizer Read(Stream utf8Json)
    {
        using var document = JsonDocument.Parse(utf8Json);
        var root = document.RootElement;
        var model = Part(root, "model");
        if (TypeOf(model) is { } type && type != "BPE")
            throw new NotSupportedException($"The tokenizer's model is {type}; only BPE is supported.");
        if (IsTrue(model, "ignore_merges"))
            throw new NotSupportedException("The tokenizer's model has ignore_merges, which is not supported.");
        var changes = root.TryGetProperty("normalizer", out var normalizer) ? TypeOf(normalizer) : null;
        if (changes is not (null or "NFC"))
            throw new NotSupportedException(
                $"The tokenizer's normalizer is {changes}; only none and NFC are supported."
            );

        var specials = Specials(root);
        return BpeTokenizer.Create(
            new BpeOptions(Vocabulary(model, specials))
            {
                Merges = Merges(model),
                ByteLevel = true,
                Normalizer = changes is null ? null : new NfcNormalizer(),
                SpecialTokens = specials.Count == 0 ? null : specials,
                PreTokenizer = new RegexPreTokenizer(
                    new Regex(Split(root), RegexOptions.CultureInvariant, SplitTimeout),
                    specials
                ),
            }
        );
    }

    private static JsonElement Part(JsonElement whole, string name) =>
        whole.ValueKind == JsonValueKind.Object && whole.TryGetProperty(name, out var part)
            ? part
            : throw new InvalidDataException($"It lacks \"{name}\".");

    private static bool IsTrue(JsonElement whole, string name) =>
        whole.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? TypeOf(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out var type) ? type.GetString() : null;

    private static Dictionary<string, int> Specials(JsonElement root)
    {
        var specials = new Dictionary<string, int>(StringComparer.Ordinal);
        if (root.TryGetProperty("added_tokens", out var added) && added.ValueKind == JsonValueKind.Array)
        {
            foreach (var token in added.EnumerateArray())
                specials[Part(token, "content").GetString()!] = Part(token, "id").GetInt32();
        }

        return specials;
    }

    private static List<KeyValuePair<string, int>> Vocabulary(JsonElement model, Dictionary<string, int> specials)
    {
        var vocabulary = Part(model, "vocab")
            .EnumerateObject()
            .Select(static token => KeyValuePair.Create(token.Name, token.Value.GetInt32()))
            .ToList();
        var known = vocabulary.Select(static token => token.Key).ToHashSet(StringComparer.Ordinal);
        vocabulary.AddRange(specials.Where(special => known.Add(special.Key)));
        return vocabulary;
    }

    private static List<string> Merges(JsonElement model) =>
        [
            .. Part(model, "merges")
                .EnumerateArray()
                .Select(static merge =>
                    merge.ValueKind == JsonValueKind.Array
                        ? $"{merge[0].GetString()} {merge[1].GetString()}"
                        : merge.GetString()!
                ),
        ];

    /// <summary>Gets the pattern that words are split by: that of a Split step, or the byte-level step's own.</summary>
    private static string Split(JsonElement root)
    {
        if (!root.TryGetProperty("pre_tokenizer", out var pre) || TypeOf(pre) is not { } type)
            throw new NotSupportedException("The tokenizer has no pre-tokenizer; only byte-level BPE is supported.");
        JsonElement[] steps = type == "Sequence" ? [.. Part(pre, "pretokenizers").EnumerateArray()] : [pre];
        string? pattern = null;
        var isByteLevel = false;
        foreach (var step in steps)
        {
            switch (TypeOf(step))
            {
                case "ByteLevel" when IsTrue(step, "add_prefix_space"):
                    throw new NotSupportedException(
                        "The tokenizer's pre-tokenizer has add_prefix_space, which is not supported."
                    );
                case "ByteLevel":
                    isByteLevel = true;
                    if (step.TryGetProperty("use_regex", out var split) ? split.GetBoolean() : pattern is null)
                        pattern ??= ByteLevelSplit;
                    break;
                case "Split" when pattern is null && Part(step, "pattern").TryGetProperty("Regex", out var regex):
                    pattern = regex.GetString();
                    break;
                case "Digits":
                    pattern =
                        (IsTrue(step, "individual_digits") ? @"\p{N}|" : @"\p{N}+|") + (pattern ?? ByteLevelSplit);
                    break;
                case var other:
                    throw new NotSupportedException(
                        $"The tokenizer's pre-tokenizer has a step {other}; ByteLevel, one Split by a regular expression and Digits are supported."
                    );
            }
        }

        return isByteLevel
            ? pattern ?? @"[\s\S]+"
            : throw new NotSupportedException("The tokenizer is not byte-level; only byte-level BPE is supported.");
    }
}
