using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

public abstract partial class UsageStoreContract
{
    private static readonly double[] Shares = [0, 0.01, 0.5, 0.95, 0.99, 1];

    private static IEnumerable<UsageDimensions> LatencyDimensions =>
        [
            UsageDimensions.None,
            UsageDimensions.Model,
            UsageDimensions.Operation | UsageDimensions.Outcome,
            UsageDimensions.Platform | UsageDimensions.Day,
            UsageDimensions.Model | UsageDimensions.Hour,
            UsageDimensions.Source | UsageDimensions.Batch | UsageDimensions.Week,
            UsageDimensions.Month | UsageDimensions.User,
            UsageDimensions.LocalHour | UsageDimensions.AccessTokenType,
            UsageDimensions.Topic,
        ];

    /// <summary>
    /// Percentiles of durations and of times to the first token differ from the nearest rank by at most their stated
    /// error, for every group and period, and the histograms count every record once.
    /// </summary>
    [Test]
    public async Task Percentiles_are_within_their_error_and_counts_are_exact()
    {
        var random = new Random(17);
        var records = NaiveUsage
            .Spread(Noon, 400)
            .Select(record =>
                record with
                {
                    Duration = random.Next(9) == 0 ? TimeSpan.Zero : Milliseconds(random.NextDouble() * 15),
                    TimeToFirstToken = random.Next(3) == 0 ? null : Milliseconds(random.NextDouble() * 7),
                }
            )
            .ToArray();

        // Late, in pieces, and some of them twice.
        foreach (var batch in records.Reverse().Chunk(37))
            await AppendAsync(batch);
        await AppendAsync(records[50..150]);

        UsageFilter[] filters =
        [
            UsageFilter.All,
            new() { From = Noon.AddMinutes(71), To = Noon.AddDays(6).AddSeconds(5) },
            new() { From = Noon.AddMinutes(10), To = Noon.AddMinutes(61) },
            new() { Outcome = UsageOutcome.Completed, Model = "model-1" },
            new() { Source = UsageSource.Reported, UserId = "user-3" },
        ];
        foreach (var filter in filters)
        {
            foreach (var by in LatencyDimensions)
                await AssertLatencyAsync(records, filter, new UsageGrouping(by) { WithLatency = true });
        }

        static TimeSpan Milliseconds(double power) => TimeSpan.FromMicroseconds((long)(1_000 * Math.Exp(power)));
    }

    /// <summary>Histograms of parts add up to the histogram of the whole.</summary>
    [Test]
    public async Task Histograms_of_parts_add_up_to_that_of_the_whole()
    {
        var records = NaiveUsage
            .Spread(Noon, 200)
            .Select((record, i) => record with { Duration = TimeSpan.FromMilliseconds(1 + (i * 37 % 5_000)) })
            .ToArray();
        await AppendAsync(records);
        var whole = (
            await _reader.AggregateAsync(UsageFilter.All, UsageGrouping.None with { WithLatency = true })
        ).Single();

        Assert.That(whole.Duration!.Count, Is.EqualTo(200));
        foreach (var by in LatencyDimensions)
        {
            var parts = await _reader.AggregateAsync(UsageFilter.All, new UsageGrouping(by) { WithLatency = true });
            Assert.That(
                UsageHistogram.Sum(parts.Select(part => part.Duration!)),
                Is.EqualTo(whole.Duration),
                by.ToString()
            );
        }
    }

    /// <summary>A sum has no histograms and no number of users unless they are requested.</summary>
    [Test]
    public async Task Histograms_and_users_are_there_only_when_requested()
    {
        await AppendAsync(Full, Sample());

        var plain = await SumAsync();
        var both = UsageGrouping.None with { WithLatency = true, WithUsers = true };
        var more = (await _reader.AggregateAsync(UsageFilter.All, both)).Single();
        var nothing = (await _reader.AggregateAsync(new UsageFilter { UserId = "nobody" }, both)).Single();

        Assert.That(
            (plain.Users, plain.Duration, plain.TimeToFirstToken),
            Is.EqualTo((null as long?, null as object, null as object))
        );
        Assert.That((more.Users, more.Duration!.Count, more.TimeToFirstToken!.Count), Is.EqualTo((1L, 1L, 1L)));
        Assert.That(
            nothing,
            Is.EqualTo(
                new UsageGroup
                {
                    Users = 0,
                    Duration = UsageHistogram.Empty,
                    TimeToFirstToken = UsageHistogram.Empty,
                }
            )
        );
    }

    /// <summary>The number of different users is exact in every period and group; calls without a user are none.</summary>
    [Test]
    public async Task Users_are_counted_once_in_each_group()
    {
        var records = NaiveUsage.Spread(Noon, 300);
        await AppendAsync(records);

        foreach (
            var filter in new[]
            {
                UsageFilter.All,
                new UsageFilter { From = Noon.AddHours(7).AddMinutes(11), To = Noon.AddDays(8) },
                new UsageFilter { Platform = "web" },
            }
        )
        {
            foreach (
                var by in new[]
                {
                    UsageDimensions.None,
                    UsageDimensions.Day,
                    UsageDimensions.Week,
                    UsageDimensions.User,
                    UsageDimensions.Model,
                    UsageDimensions.Weekday | UsageDimensions.Platform,
                }
            )
            {
                var grouping = new UsageGrouping(by) { WithUsers = true };
                Assert.That(
                    await _reader.AggregateAsync(filter, grouping),
                    Is.EqualTo(NaiveUsage.Aggregate(records, filter, grouping)),
                    $"{filter} by {by}"
                );
            }
        }
    }

    private async Task AssertLatencyAsync(UsageRecord[] records, UsageFilter filter, UsageGrouping grouping)
    {
        var groups = await _reader.AggregateAsync(filter, grouping);
        Assert.That(groups, Is.EqualTo(NaiveUsage.Aggregate(records, filter, grouping)), $"{filter} by {grouping.By}");
        foreach (var group in groups)
        {
            var own = NaiveUsage.RecordsOf(records, filter, grouping, group);
            AssertPercentiles(
                group.Duration!,
                [.. own.Select(record => record.Duration).Where(duration => duration > TimeSpan.Zero)]
            );
            AssertPercentiles(
                group.TimeToFirstToken!,
                [.. own.Select(record => record.TimeToFirstToken).OfType<TimeSpan>()]
            );
        }
    }

    private static void AssertPercentiles(UsageHistogram histogram, List<TimeSpan> durations)
    {
        durations.Sort();
        Assert.That(histogram.Count, Is.EqualTo(durations.Count));
        foreach (var share in Shares)
        {
            var percentile = histogram.Percentile(share);
            if (durations.Count == 0)
            {
                Assert.That(percentile, Is.Null);
                continue;
            }

            var exact = durations[Math.Max(0, (int)Math.Ceiling(Math.Round(share * durations.Count, 6)) - 1)];
            Assert.That(
                Math.Abs((percentile!.Value - exact) / exact),
                Is.LessThanOrEqualTo(UsageHistogram.RelativeError),
                $"{share:P0} of {durations.Count}: {percentile} for {exact}"
            );
        }
    }
}
