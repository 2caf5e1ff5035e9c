using CsCheck;

namespace GigaChat.Usage.Tests.Estimation;

public sealed class ScriptAwareTokenEstimatorTests
{
    private const string Prose =
        "Осенью в горах темнеет рано, и путники спешат спуститься к реке до заката. Проводник идёт впереди, изредка оглядываясь: "
        + "тропа здесь узкая, а камни после дождя скользкие. Внизу уже видны огни деревни, и кто-то топит баню.";

    private const string Json = """
        {
          "город": "Казань",
          "дни": [ { "дата": "2026-05-01", "ночь": 7, "день": 16 }, { "дата": "2026-05-02", "ночь": 9, "день": 18 } ],
          "источник": "метеостанция"
        }
        """;

    private const string English =
        "The old lighthouse keeper counted the ships every evening and wrote the number down in a small blue notebook. "
        + "Nobody had asked him to do it, and nobody ever read what he wrote.";

    private const string Code = """
        public static int Sum(IReadOnlyList<int> values)
        {
            var total = 0;
            foreach (var value in values)
                total += value;
            return total;
        }
        """;

    private readonly ScriptAwareTokenEstimator _estimator = new();

    [TestCase(Prose, 4.2, 5.2)]
    [TestCase(English, 3.8, 5.0)]
    [TestCase(Json, 1.6, 3.3)]
    [TestCase(Code, 2.2, 4.6)]
    public void Characters_a_token_are_those_of_the_kind_of_text(string text, double atLeast, double atMost)
    {
        var tokens = Estimate(text) - 1;

        ((double)text.Length / tokens).Should().BeInRange(atLeast, atMost);
    }

    [Test]
    public void Each_digit_is_a_token_but_for_the_second_generation_which_groups_them()
    {
        Estimate("20260201").Should().BeInRange(7, 8 + 1);
        _estimator
            .Estimate(TextMeasure.Of("20260201"), TokenKind.Completion, "GigaChat-2:2.0.28.2")
            .Should()
            .BeInRange(3, 5);
    }

    [Test]
    public void A_measure_without_words_is_estimated_as_text_with_words_of_usual_length()
    {
        var known = TextMeasure.Of(Prose);
        var unknown = new TextMeasure
        {
            Characters = known.Characters,
            Cyrillic = known.Cyrillic,
            WhiteSpace = known.WhiteSpace,
            Punctuation = known.Punctuation,
            Parts = 1,
        };

        ((double)Estimate(unknown, TokenKind.Completion) / Estimate(known, TokenKind.Completion))
            .Should()
            .BeInRange(0.8, 1.2);
    }

    [Test]
    public void Builds_of_one_name_are_estimated_apart()
    {
        var text = TextMeasure.Of(Prose);

        _estimator
            .Estimate(text, TokenKind.Completion, "GigaChat:1.0.26.20")
            .Should()
            .BeGreaterThan(_estimator.Estimate(text, TokenKind.Completion, "GigaChat:2.0.28.2") * 11 / 10);
        _estimator
            .Estimate(text, TokenKind.Completion, "GigaChat-Pro:2.0.28.2")
            .Should()
            .Be(_estimator.Estimate(text, TokenKind.Completion, "GigaChat"));
    }

    [Test]
    public void A_lone_prompt_has_12_tokens_of_template_and_each_further_message_three()
    {
        var text = TextMeasure.Of(Prose);
        var content = Estimate(Prose) - 1;

        Estimate(text, TokenKind.Prompt).Should().Be(content + 12);
        Estimate(text with { Parts = 4 }, TokenKind.Prompt).Should().Be(content + 12 + 9);
        Estimate(text with { Parts = 0 }, TokenKind.Prompt).Should().Be(content + 12);
    }

    [Test]
    public void Each_embedding_input_has_five_tokens_around_it()
    {
        var text = TextMeasure.Of(Prose);
        var content = Estimate(Prose) - 1;

        Estimate(text, TokenKind.EmbeddingInput).Should().Be(content + 5);
        Estimate(text with { Parts = 3 }, TokenKind.EmbeddingInput).Should().Be(content + 15);
    }

    [Test]
    public void Nothing_is_no_tokens_and_an_empty_message_its_template()
    {
        Estimate(default, TokenKind.Prompt).Should().Be(0);
        Estimate(default, TokenKind.EmbeddingInput).Should().Be(0);
        Estimate("").Should().Be(0);
        Estimate(TextMeasure.Of(""), TokenKind.Prompt).Should().Be(12);
        Estimate("я").Should().Be(2);
    }

    [Test]
    public void More_text_is_never_fewer_tokens()
    {
        Gen.Select(Gen.String, Gen.String, Gen.Enum<TokenKind>())
            .Sample(
                (text, more, kind) =>
                {
                    var shorter = Estimate(TextMeasure.Of(text), kind);
                    shorter.Should().BeGreaterThanOrEqualTo(0);
                    Estimate(TextMeasure.Of(text + more), kind).Should().BeGreaterThanOrEqualTo(shorter);
                }
            );
    }

    [Test]
    public void The_longest_text_overflows_nothing()
    {
        Estimate(
                new TextMeasure
                {
                    Characters = int.MaxValue,
                    Punctuation = int.MaxValue,
                    Parts = int.MaxValue,
                },
                TokenKind.EmbeddingInput
            )
            .Should()
            .BePositive();
    }

    private long Estimate(string answer) => Estimate(TextMeasure.Of(answer), TokenKind.Completion);

    private long Estimate(in TextMeasure text, TokenKind kind) => _estimator.Estimate(text, kind, model: null);
}
