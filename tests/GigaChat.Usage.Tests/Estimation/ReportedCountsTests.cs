using System.Text.Json;

namespace GigaChat.Usage.Tests.Estimation;

/// <summary>
/// Texts and the tokens that GigaChat reported for them. The weights are fitted to these, so the bounds are tighter
/// than those of the cross-validation,
/// which the tests of the benchmarks hold.
/// </summary>
internal sealed class ReportedCountsTests
{
    private static readonly JsonElement[] Examples = Read();

    private static readonly JsonElement[] LongResponses =
    [
        .. Examples.Where(static e =>
            Text(e, "kind") == "Completion" && Text(e, "form") != "call" && Text(e, "text").Length >= 100
        ),
    ];

    [Test]
    public void Estimate_responses_of_100_characters_and_more_are_off_by_less_than_7_percent_without_bias()
    {
        var errors = Errors(new ScriptAwareTokenEstimator(), LongResponses);

        errors.Should().HaveCount(12);
        errors.Average(Math.Abs).Should().BeLessThan(0.07);
        errors.Average().Should().BeInRange(-0.03, 0.03);
        Errors(new CharacterRatioTokenEstimator(), LongResponses).Average(Math.Abs).Should().BeGreaterThan(0.4);
    }

    [Test]
    public void Estimate_responses_of_builds_2_0_and_32_are_off_by_less_than_5_percent_without_bias()
    {
        var errors = Errors(
            new ScriptAwareTokenEstimator(),
            [
                .. LongResponses.Where(static e =>
                    Build(e).StartsWith("2.0.", StringComparison.Ordinal)
                    || Build(e).StartsWith("32.", StringComparison.Ordinal)
                ),
            ]
        );

        errors.Should().HaveCount(4);
        errors.Average(Math.Abs).Should().BeLessThan(0.05);
        errors.Average().Should().BeInRange(-0.03, 0.03);
    }

    [Test]
    public void Estimate_short_texts_are_off_by_a_few_tokens()
    {
        var estimator = new ScriptAwareTokenEstimator();
        foreach (var example in Examples.Where(static e => Text(e, "text").Length < 60 && Text(e, "form") != "call"))
        {
            var kind =
                Text(example, "kind") == "Text" ? TokenKind.Completion : Enum.Parse<TokenKind>(Text(example, "kind"));
            var tokens = example.GetProperty("tokens").GetInt32() + (Text(example, "kind") == "Text" ? 1 : 0);
            estimator
                .Estimate(TextMeasure.Of(Text(example, "text")), kind, Text(example, "model"))
                .Should()
                .BeInRange(tokens - 5, tokens + 6, Text(example, "text"));
        }
    }

    private static double[] Errors(ITokenEstimator estimator, JsonElement[] examples) =>
        [
            .. examples.Select(e =>
                (
                    (double)estimator.Estimate(TextMeasure.Of(Text(e, "text")), TokenKind.Completion, Text(e, "model"))
                    / e.GetProperty("tokens").GetInt32()
                ) - 1
            ),
        ];

    private static string Text(JsonElement example, string name) => example.GetProperty(name).GetString()!;

    private static string Build(JsonElement example) =>
        Text(example, "model")[(Text(example, "model").IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static JsonElement[] Read()
    {
        using var stream = typeof(ReportedCountsTests).Assembly.GetManifestResourceStream("token-counts.json")!;
        return JsonSerializer.Deserialize<JsonElement[]>(stream)!;
    }
}
