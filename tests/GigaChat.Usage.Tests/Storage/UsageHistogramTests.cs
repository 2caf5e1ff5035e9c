using CsCheck;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Tests.Storage;

/// <summary>Percentiles are near the nearest rank, and histograms add up.</summary>
[TestFixture]
internal sealed class UsageHistogramTests
{
    private static readonly Gen<TimeSpan> Durations = Gen.Frequency(
        (1, Gen.Const(TimeSpan.Zero)),
        (2, Gen.Long[0, 40].Select(us => TimeSpan.FromMicroseconds(us))),
        (8, Gen.Double[0, 41].Select(power => TimeSpan.FromMicroseconds((long)Math.Exp(power))))
    );

    [Test]
    public void Percentiles_differ_from_the_nearest_rank_by_at_most_the_stated_error() =>
        Gen.Select(Durations.Array[1, 200], Gen.Double[0, 1])
            .Sample(
                (durations, share) =>
                {
                    Array.Sort(durations);
                    var exact = durations[Math.Max(0, (int)Math.Ceiling((decimal)share * durations.Length) - 1)];

                    var percentile = UsageHistogram.Of(durations).Percentile(share)!.Value;

                    Math.Abs((percentile - exact).TotalMicroseconds)
                        .Should()
                        .BeLessThanOrEqualTo(exact.TotalMicroseconds * UsageHistogram.RelativeError);
                }
            );

    [Test]
    public void Both_ends_of_every_bucket_are_within_the_stated_error()
    {
        for (var i = 0; i < HistogramBuckets.Count - 1; i++)
        {
            var (first, middle, last) = (
                HistogramBuckets.Start(i),
                HistogramBuckets.Middle(i),
                HistogramBuckets.Last(i)
            );
            ((double)(middle - first))
                .Should()
                .BeInRange(0, first * UsageHistogram.RelativeError, $"{first} to {last}");
            ((double)(last - middle)).Should().BeInRange(0, last * UsageHistogram.RelativeError, $"{first} to {last}");
        }
    }

    [Test]
    public void Every_duration_from_a_microsecond_to_the_longest_is_within_a_bucket_of_a_tenth()
    {
        var whole = UsageHistogram.Of([TimeSpan.Zero, TimeSpan.FromMicroseconds(1), TimeSpan.MaxValue]);
        whole.Buckets.Should().HaveCount(3);
        whole.Percentile(0).Should().Be(TimeSpan.Zero);

        Durations
            .Select(duration => (Duration: duration, Bucket: UsageHistogram.Of([duration]).Buckets.Single()))
            .Sample(it =>
            {
                it.Bucket.From.Should().BeLessThanOrEqualTo(it.Duration);
                it.Bucket.To.Should().BeGreaterThanOrEqualTo(it.Duration);
                // In whole numbers: a TimeSpan of centuries times 1.1 is rounded by more than a microsecond.
                (10 * (Int128)it.Bucket.To.Ticks <= 11 * (Int128)it.Bucket.From.Ticks).Should().BeTrue($"{it.Bucket}");
            });
    }

    [Test]
    public void The_sum_of_parts_is_the_histogram_of_all() =>
        Durations
            .Array[0, 60]
            .Array[0, 6]
            .Sample(parts =>
            {
                var sum = UsageHistogram.Sum(parts.Select(UsageHistogram.Of));
                sum.Should().Be(UsageHistogram.Of(parts.SelectMany(part => part)));
                sum.GetHashCode().Should().Be(UsageHistogram.Of(parts.SelectMany(part => part)).GetHashCode());
                sum.Count.Should().Be(parts.Sum(part => part.LongLength));
                sum.Buckets.Sum(bucket => bucket.Count).Should().Be(sum.Count);
            });

    [Test]
    public void A_percentile_is_by_nearest_rank_in_exact_arithmetic()
    {
        // 0.07 times 100 is a little more than 7 in binary.
        var hundred = UsageHistogram.Of(Enumerable.Range(0, 100).Select(i => TimeSpan.FromMicroseconds(i < 7 ? 1 : 9)));

        hundred.Percentile(0.07).Should().Be(TimeSpan.FromMicroseconds(1));
        hundred.Percentile(0.0701).Should().Be(TimeSpan.FromMicroseconds(9));
        (hundred.P50, hundred.P95, hundred.P99)
            .Should()
            .Be((TimeSpan.FromMicroseconds(9), TimeSpan.FromMicroseconds(9), TimeSpan.FromMicroseconds(9)));
    }

    [Test]
    public void No_duration_has_no_percentile_and_a_share_is_from_0_to_1()
    {
        UsageHistogram.Empty.Percentile(0.5).Should().BeNull();
        UsageHistogram.Empty.P95.Should().BeNull();
        UsageHistogram.Empty.Should().NotBe(UsageHistogram.Of([TimeSpan.Zero]));
        foreach (var wrong in new[] { -0.01, 1.01, double.NaN })
            UsageHistogram
                .Empty.Invoking(it => it.Percentile(wrong))
                .Should()
                .Throw<ArgumentOutOfRangeException>()
                .WithParameterName("share")
                .WithMessage("*from 0 to 1*");
    }
}
