namespace GigaChat.Usage.Tests.Estimation;

/// <summary>The make-up of answers of 100 characters and more that GigaChat gave, and the completion tokens it reported for them. The texts are not kept.</summary>
internal sealed class ReportedAnswersTests
{
    private static readonly (string Model, TextMeasure Text, long Tokens)[] Answers =
    [
        ("GigaChat", Text(cyrillic: 275, latin: 12, digits: 0, whiteSpace: 50, punctuation: 8, other: 2), 71),
        ("GigaChat-Pro", Text(82, 8, 0, 14, 5, 0), 31),
        ("GigaChat-Pro", Text(413, 6, 0, 71, 17, 0), 149),
        ("GigaChat-Pro", Text(227, 6, 0, 43, 9, 0), 77),
        ("GigaChat", Text(362, 0, 0, 58, 10, 0), 68),
        ("GigaChat-Pro-preview", Text(140, 0, 0, 29, 5, 0), 51),
        ("GigaChat-Pro-preview", Text(463, 3, 44, 114, 155, 1), 347),
        ("GigaChat-Pro-preview", Text(190, 7, 0, 35, 8, 0), 57),
        ("GigaChat", Text(326, 64, 0, 146, 75, 0), 202),
    ];

    [Test]
    public void The_mean_error_is_a_quarter_of_that_of_two_and_a_half_characters_a_token()
    {
        var ours = MeanError(new ScriptAwareTokenEstimator(), knowsModel: true);
        var references = MeanError(new CharacterRatioTokenEstimator(), knowsModel: true);

        ours.Should().BeLessThan(0.12);
        references.Should().BeGreaterThan(0.5);
        MeanError(new ScriptAwareTokenEstimator(), knowsModel: false).Should().BeLessThan(0.15);
        TestContext.Out.WriteLine($"script-aware {ours:P1}, 2.5 characters a token {references:P1}");
    }

    private static double MeanError(ITokenEstimator estimator, bool knowsModel) =>
        Answers.Average(answer => Math.Abs(((double)estimator.Estimate(answer.Text, TokenKind.Completion, knowsModel ? answer.Model : null) / answer.Tokens) - 1));

    private static TextMeasure Text(int cyrillic, int latin, int digits, int whiteSpace, int punctuation, int other) => new()
    {
        Characters = cyrillic + latin + digits + whiteSpace + punctuation + other,
        Cyrillic = cyrillic,
        Latin = latin,
        Digits = digits,
        WhiteSpace = whiteSpace,
        Punctuation = punctuation,
        Parts = 1,
    };
}
