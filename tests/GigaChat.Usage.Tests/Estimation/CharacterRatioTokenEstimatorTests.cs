namespace GigaChat.Usage.Tests.Estimation;

public sealed class CharacterRatioTokenEstimatorTests
{
    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(5, 2)]
    [TestCase(6, 3)]
    [TestCase(1000, 400)]
    public void The_references_ratio_is_two_and_a_half_characters(int characters, long tokens)
    {
        new CharacterRatioTokenEstimator()
            .Estimate(new TextMeasure { Characters = characters }, TokenKind.Completion, "GigaChat")
            .Should()
            .Be(tokens);
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(101)]
    public void A_ratio_out_of_range_is_refused(double ratio)
    {
        FluentActions
            .Invoking(() => new CharacterRatioTokenEstimator(ratio))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithParameterName("charactersPerToken");
    }
}
