using System.Threading.Channels;
using GigaChat.Usage.Estimation;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Tests.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Tests.Estimation;

internal sealed partial class CalibratingTokenEstimatorTests
{
    private const string Model = "GigaChat-2";

    private readonly ScriptAwareTokenEstimator _prior = new();

    [TestCase(0.6)]
    [TestCase(0.8)]
    [TestCase(1.3)]
    [TestCase(2.0)]
    public void A_drift_of_the_tokenizer_is_followed_within_200_calls_whatever_outliers_there_are(double drift)
    {
        var estimator = new CalibratingTokenEstimator();
        var random = new Random(5);
        Teach(estimator, random, calls: 500, truth: 1);
        Error(estimator, random, truth: 1).Should().BeLessThan(0.05);

        Teach(estimator, random, calls: 200, truth: drift);

        Error(estimator, random, drift).Should().BeLessThan(0.05);
        estimator.Calibrations.Single().MeanError.Should().BeLessThan(0.25);
        Teach(estimator, random, calls: 200, truth: drift);
        estimator.Calibrations.Single().Factor.Should().BeApproximately(drift, 0.06 * drift);
    }

    [Test]
    public void Errors_of_a_few_texts_that_may_be_chance_change_no_estimate()
    {
        var estimator = new CalibratingTokenEstimator();
        var expected = _prior.Estimate(Prose(1_000), TokenKind.Completion, Model);

        foreach (var truth in (double[])[1.12, 0.97, 1.08])
        {
            estimator.Learn(Prose(1_000), TokenKind.Completion, Model, (long)(expected * truth));
            estimator.Estimate(Prose(1_000), TokenKind.Completion, Model).Should().Be(expected);
        }
    }

    [Test]
    public void The_same_error_of_many_texts_is_corrected()
    {
        var estimator = new CalibratingTokenEstimator();
        var expected = _prior.Estimate(Prose(1_000), TokenKind.Completion, Model);

        for (var i = 0; i < 200; i++)
            estimator.Learn(Prose(1_000), TokenKind.Completion, Model, (long)(expected * 1.08));

        estimator.Calibrations.Single().Factor.Should().BeInRange(1.065, 1.085);
    }

    [Test]
    public void Texts_of_a_known_model_are_sampled_and_others_are_learned()
    {
        var estimator = new CalibratingTokenEstimator();
        var expected = _prior.Estimate(Prose(1_000), TokenKind.Completion, Model);
        bool IsDue() => estimator.IsDue(TokenKind.Completion, Model);
        void Learn(double truth) =>
            estimator.Learn(Prose(1_000), TokenKind.Completion, Model, (long)(expected * truth));

        Learn(1);
        Enumerable.Range(0, 64).Count(_ => IsDue()).Should().Be(64);
        Enumerable.Range(0, 160).Count(_ => IsDue()).Should().Be(10);
        estimator.IsDue(TokenKind.Prompt, Model).Should().BeTrue();
        estimator.IsDue(TokenKind.Completion, "another").Should().BeTrue();

        // The model counts differently from now on.
        Learn(2);
        Enumerable.Range(0, 16).Count(_ => IsDue()).Should().Be(16);
        Learn(1);
        Enumerable.Range(0, 160).Count(_ => IsDue()).Should().Be(10);
    }

    [Test]
    public void One_absurd_report_moves_little()
    {
        var estimator = new CalibratingTokenEstimator();
        var random = new Random(5);
        Teach(estimator, random, calls: 100, truth: 1);
        var before = estimator.Calibrations.Single().Factor;

        estimator.Learn(Prose(400), TokenKind.Completion, Model, 1_000_000);

        (estimator.Calibrations.Single().Factor / before).Should().BeInRange(1, 1.05);
    }

    [Test]
    public void Models_kinds_and_formats_are_learned_apart_and_what_is_new_begins_with_what_is_alike()
    {
        var estimator = new CalibratingTokenEstimator();
        for (var i = 0; i < 100; i++)
        {
            estimator.Learn(
                Prose(1_000),
                TokenKind.Completion,
                Model,
                2 * _prior.Estimate(Prose(1_000), TokenKind.Completion, Model)
            );
            estimator.Learn(
                Prose(1_000),
                TokenKind.Prompt,
                Model,
                _prior.Estimate(Prose(1_000), TokenKind.Prompt, Model)
            );
        }

        Ratio(Prose(500), TokenKind.Completion, Model).Should().BeApproximately(2, 0.1);
        Ratio(Prose(500), TokenKind.Prompt, Model).Should().BeApproximately(1, 0.02);
        Ratio(Markup(500), TokenKind.Completion, Model)
            .Should()
            .BeApproximately(2, 0.1, "of this model's completions nothing else is known");
        Ratio(Prose(500), TokenKind.Completion, "GigaChat-3-Ultra").Should().Be(1);

        double Ratio(TextMeasure text, TokenKind kind, string model) =>
            (double)estimator.Estimate(text, kind, model) / _prior.Estimate(text, kind, model);
    }

    [Test]
    public void Memory_is_bounded_whatever_models_there_are()
    {
        var estimator = new CalibratingTokenEstimator();
        for (var i = 0; i < 5_000; i++)
            estimator.Learn(Prose(100), TokenKind.Completion, $"model-{i}", 40);

        estimator
            .Calibrations.Select(one => one.Model)
            .Distinct()
            .Should()
            .HaveCountLessThanOrEqualTo(65)
            .And.Contain("*");
    }

    [Test]
    public void Nothing_to_learn_from_teaches_nothing()
    {
        var estimator = new CalibratingTokenEstimator();
        estimator.Learn(Prose(10), TokenKind.Completion, Model, 40);
        estimator.Learn(Prose(100), TokenKind.Completion, Model, 0);
        estimator.Learn(default, TokenKind.Completion, Model, 5);

        estimator.Calibrations.Should().BeEmpty();
        estimator.Estimate(default, TokenKind.Completion, Model).Should().Be(0);
    }

    [Test]
    public void What_was_learned_is_kept_and_taken_up_again()
    {
        var taught = new CalibratingTokenEstimator();
        Teach(taught, new Random(1), calls: 50, truth: 1.4);
        var other = new CalibratingTokenEstimator();

        other.Load(taught.ToJson());

        other
            .Estimate(Prose(1_000), TokenKind.Completion, Model)
            .Should()
            .Be(taught.Estimate(Prose(1_000), TokenKind.Completion, Model));
        other
            .Calibrations.Should()
            .BeEquivalentTo(taught.Calibrations, options =>
                options.Using<double>(x => x.Subject.Should().BeApproximately(x.Expectation, 1e-5)).WhenTypeIs<double>()
            );
        foreach (
            var bad in new[]
            {
                "",
                """{"Calibrations":[{"Factor":1000}]}""",
                """{"Calibrations":[{"Kind":"Poem"}]}""",
                """{"Prices":[]}""",
            }
        )
            other.Invoking(o => o.Load(bad)).Should().Throw<FormatException>(bad);
    }

    [Test]
    public void Load_what_an_earlier_version_learned_is_ignored()
    {
        var estimator = new CalibratingTokenEstimator();

        estimator.Load(
            """{"Calibrations":[{"Model":"GigaChat-2","Kind":"Completion","Format":"Cyrillic","Count":900,"Factor":0.8,"MeanError":0.1}]}"""
        );

        estimator.Calibrations.Should().BeEmpty();
        estimator
            .Estimate(Prose(1_000), TokenKind.Completion, Model)
            .Should()
            .Be(_prior.Estimate(Prose(1_000), TokenKind.Completion, Model));
    }

    [Test]
    public void Learn_builds_of_one_name_share_what_is_learned()
    {
        var estimator = new CalibratingTokenEstimator();
        for (var i = 0; i < 100; i++)
            estimator.Learn(
                Prose(1_000),
                TokenKind.Completion,
                $"{Model}:2.0.28.{i}",
                2 * _prior.Estimate(Prose(1_000), TokenKind.Completion, Model)
            );

        estimator.Calibrations.Should().ContainSingle().Which.Model.Should().Be(Model);
        (
            (double)estimator.Estimate(Prose(1_000), TokenKind.Completion, $"{Model}:2.0.30.1")
            / _prior.Estimate(Prose(1_000), TokenKind.Completion, Model)
        )
            .Should()
            .BeApproximately(2, 0.1);
    }

    private void Teach(CalibratingTokenEstimator estimator, Random random, int calls, double truth)
    {
        for (var i = 0; i < calls; i++)
        {
            var text = Prose(random.Next(80, 3_000));
            var tokens =
                _prior.Estimate(text, TokenKind.Completion, Model)
                * truth
                * Math.Exp(0.08 * (random.NextDouble() + random.NextDouble() - 1) * 2);
            if (i % 12 == 5)
                tokens *= 6;
            estimator.Learn(text, TokenKind.Completion, Model, (long)Math.Round(tokens));
        }
    }

    private double Error(CalibratingTokenEstimator estimator, Random random, double truth) =>
        Enumerable
            .Range(0, 100)
            .Average(_ =>
            {
                var text = Prose(random.Next(80, 3_000));
                return Math.Abs(
                    (
                        estimator.Estimate(text, TokenKind.Completion, Model)
                        / (_prior.Estimate(text, TokenKind.Completion, Model) * truth)
                    ) - 1
                );
            });

    private static TextMeasure Prose(int characters) =>
        new()
        {
            Characters = characters,
            Cyrillic = characters * 4 / 5,
            WhiteSpace = characters - (characters * 4 / 5),
            Parts = 1,
        };

    private static TextMeasure Markup(int characters) =>
        new()
        {
            Characters = characters,
            Cyrillic = characters / 2,
            Punctuation = characters - (characters / 2),
            Parts = 1,
        };
}
