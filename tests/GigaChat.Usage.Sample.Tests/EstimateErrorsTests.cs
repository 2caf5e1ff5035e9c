using GigaChat.Usage.Benchmarks.Estimates;

namespace GigaChat.Usage.Sample.Tests;

/// <summary>
/// The errors on responses that a fit has not seen. The public vocabulary is loaded once, which takes a moment.
/// </summary>
internal sealed class EstimateErrorsTests
{
    private static readonly Lazy<EstimateErrors> Errors = new(EstimateErrors.Measure);

    [TestCase("default", 0.09)]
    [TestCase("default, left out by build", 0.09)]
    [TestCase("default, calibrated", 0.09)]
    [TestCase("vocabulary", 0.06)]
    public void CrossValidation_responses_that_were_left_out_are_estimated_within_the_aim(string way, double aim)
    {
        var (error, bias, count) = Errors.Value.Of(way);

        count.Should().BeGreaterThanOrEqualTo(12);
        error.Should().BeLessThan(aim);
        bias.Should().BeInRange(-0.03, 0.03);
    }

    [Test]
    public void CrossValidation_what_ships_beats_every_constant()
    {
        var ours = Errors.Value.Of("default").Error;

        ours.Should().BeLessThan(Errors.Value.Of("o200k × constant").Error);
        ours.Should().BeLessThan(Errors.Value.Of("characters a token").Error / 3);
        ours.Should().BeLessThan(Errors.Value.Of("2.5 characters").Error / 5);
    }

    [Test]
    public void Weights_that_ship_are_those_of_the_fit() =>
        Errors.Value.ShippedDifference.Should().BeLessThan(0.0015, "benchmarks -- estimate prints the weights");
}
