using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace GigaChat.Usage.Tokenizers.Tests;

internal sealed class GigaChatTokenizerTests
{
    private readonly List<string> _files = [];

    [TearDown]
    public void DeleteFiles() => _files.ForEach(File.Delete);

    [TestCase("", 0)]
    [TestCase("abc", 1, Description = "a b → ab, ab c → abc")]
    [TestCase("abcab", 2)]
    [TestCase("ab ab", 2, Description = "the space joins the word that follows")]
    [TestCase("2026", 4, Description = "no merge of digits: each is a token")]
    [TestCase("да", 4, Description = "bytes that nothing merges are a token each")]
    [TestCase("abc<|end|>abc", 3, Description = "a special token is one token")]
    public void A_byte_level_bpe_of_a_tokenizer_json_counts_as_its_merges_say(string text, int tokens)
    {
        var tokenizer = GigaChatTokenizer.Load(TokenizerJsonFile());

        tokenizer.CountTokens(text).Should().Be(tokens);
    }

    [Test]
    public void Characters_are_composed_first_where_the_file_says_so()
    {
        GigaChatTokenizer.Load(TokenizerJsonFile()).CountTokens("e\u0301").Should().Be(3);
        var composing = GigaChatTokenizer.Load(TokenizerJsonFile("NFC"));

        composing.CountTokens("e\u0301").Should().Be(2).And.Be(composing.CountTokens("\u00e9"));
        composing.CountTokens("\ud83d").Should().Be(3, "a lone surrogate is sent as U+FFFD");
    }

    [Test]
    public void Prompts_answers_and_inputs_have_the_tokens_around_them()
    {
        var tokenizer = GigaChatTokenizer.Load(TokenizerJsonFile());

        tokenizer.CountPrompt("abc").Should().Be(1 + 12);
        tokenizer.CountPrompt("abc", "abcab").Should().Be(3 + 12 + 3);
        tokenizer.CountPrompt().Should().Be(0);
        tokenizer.CountCompletion("abc").Should().Be(2);
        tokenizer.CountCompletion("").Should().Be(0);
        tokenizer.CountEmbedding("abc", "ab").Should().Be(2 + 10);
    }

    [TestCase("GigaChat:2.0.28.2", "Компания Z выплатила дивиденды.", 7)]
    [TestCase("GigaChat-3-Ultra:32.3.18.5", "1, 2, 3", 7)]
    [TestCase("GigaChat-3-Ultra", "TKT-2023", 7)]
    [TestCase("GigaChat-2", "Второй текст", 2)]
    public void Approximate_without_a_file_is_near_what_was_reported(string model, string text, int tokens)
    {
        var tokenizer = GigaChatTokenizer.Approximate(model);

        tokenizer.CountTokens(text).Should().BeInRange(tokens - 1, tokens + 1);
        tokenizer.CountCompletion(text).Should().Be(tokenizer.CountTokens(text) + 1);
        tokenizer.CountTokens("").Should().Be(0);
        tokenizer.CountTokens("\ud83d").Should().BePositive("a lone surrogate has tokens too");
    }

    [TestCase("")]
    [TestCase(" ")]
    public void Approximate_needs_a_model(string model) =>
        FluentActions.Invoking(() => GigaChatTokenizer.Approximate(model)).Should().Throw<ArgumentException>();

    [Test]
    public void A_list_of_ranked_tokens_is_loaded_too()
    {
        var list = new StringBuilder();
        for (var b = 0; b < 256; b++)
            list.Append(CultureInfo.InvariantCulture, $"{Convert.ToBase64String([(byte)b])} {b}\n");
        list.Append(CultureInfo.InvariantCulture, $"{Convert.ToBase64String("ab"u8)} 256\n");

        GigaChatTokenizer.Load(Write("ranks.tiktoken", list.ToString())).CountTokens("abab!").Should().Be(3);
    }

    [Test]
    public void The_estimator_learns_from_exact_counts()
    {
        var tokenizer = GigaChatTokenizer.Load(TokenizerJsonFile());
        var estimator = new CalibratingTokenEstimator();
        var text = string.Concat(Enumerable.Repeat("abc ", 50));

        tokenizer.Teach(estimator, "GigaChat-2", Enumerable.Repeat(text, 60));

        ((double)estimator.Estimate(TextMeasure.Of(text), TokenKind.Completion, "GigaChat-2"))
            .Should()
            .BeApproximately(tokenizer.CountCompletion(text), 5);
    }

    [TestCase("tokenizer.json", "{", typeof(InvalidDataException), "cannot be read")]
    [TestCase("tokenizer.json", "{}", typeof(InvalidDataException), "lacks \"model\"")]
    [TestCase(
        "tokenizer.json",
        """{"model":{"type":"BPE","vocab":{},"merges":[],"ignore_merges":true}}""",
        typeof(NotSupportedException),
        "ignore_merges"
    )]
    [TestCase(
        "tokenizer.json",
        """{"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":true}}""",
        typeof(NotSupportedException),
        "add_prefix_space"
    )]
    [TestCase("tokenizer.json", """{"model":{"type":"Unigram"}}""", typeof(NotSupportedException), "Unigram")]
    [TestCase(
        "tokenizer.json",
        """{"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"pre_tokenizer":{"type":"Metaspace"}}""",
        typeof(NotSupportedException),
        "Metaspace"
    )]
    [TestCase(
        "tokenizer.json",
        """{"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"normalizer":{"type":"Lowercase"}}""",
        typeof(NotSupportedException),
        "Lowercase"
    )]
    [TestCase("words.txt", "a", typeof(NotSupportedException), "tokenizer.json, *.model or *.tiktoken")]
    [TestCase("x.model", "no model", typeof(InvalidDataException), "cannot be read")]
    public void A_file_that_is_no_tokenizer_is_refused_by_name(string name, string content, Type error, string said) =>
        FluentActions
            .Invoking(() => GigaChatTokenizer.Load(Write(name, content)))
            .Should()
            .Throw<Exception>()
            .Where(thrown => thrown.GetType() == error)
            .WithMessage($"*{said}*");

    [Test]
    public void A_file_that_is_missing_is_told_by_its_path() =>
        FluentActions
            .Invoking(() => GigaChatTokenizer.Load("no-such/tokenizer.json"))
            .Should()
            .Throw<FileNotFoundException>()
            .WithMessage("*no-such/tokenizer.json*");

    private string TokenizerJsonFile(string? normalizer = null)
    {
        // The byte-level alphabet: printable bytes stand for themselves, the others for characters from U+0100 on.
        var vocabulary = new JsonObject();
        var further = 0;
        for (var b = 0; b < 256; b++)
        {
            var printable = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            vocabulary[((char)(printable ? b : 0x100 + further++)).ToString()] = b;
        }

        foreach (var merged in new[] { "ab", "abc", "\u0120ab", "\u0120a" })
            vocabulary[merged] = vocabulary.Count;
        var tokenizer = new JsonObject
        {
            ["added_tokens"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = 999,
                    ["content"] = "<|end|>",
                    ["special"] = true,
                }
            ),
            ["normalizer"] = normalizer is null ? null : new JsonObject { ["type"] = normalizer },
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "ByteLevel",
                ["add_prefix_space"] = false,
                ["use_regex"] = true,
            },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray("a b", "ab c", "\u0120 ab"),
            },
        };
        return Write("tokenizer.json", tokenizer.ToJsonString());
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.CreateVersion7():N}-{name}");
        File.WriteAllText(path, content);
        _files.Add(path);
        return path;
    }
}
