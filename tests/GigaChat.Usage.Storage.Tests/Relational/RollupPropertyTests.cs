using CsCheck;
using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

/// <summary>Answers from rollups are those of a plain look at all records, whatever the time zone they are kept
/// by.</summary>
internal sealed class RollupPropertyTests(string kind) : RelationalTests(kind)
{
    private const int Iterations = 8;

    /// <summary>Half hours, quarters, clocks set forward and back, at midnight too.</summary>
    private static readonly string[] ZoneIds =
    [
        "Europe/Moscow",
        "UTC",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "America/Havana",
        "Pacific/Kiritimati",
    ];

    private static readonly Gen<string> Zones = Gen.Int[0, ZoneIds.Length - 1].Select(i => ZoneIds[i]);

    [Test, Property("Lesson", "L10")]
    public async Task Answers_equal_a_plain_look_and_days_add_up_to_the_range_L10()
    {
        await Gen.Select(Zones, Zones, RandomUsage.Stores)
            .SampleAsync(
                async sample =>
                {
                    var (reportZone, askedZone, random) = sample;
                    await using var database = await CreateAsync();
                    using var store = database.Open(timeZone: NaiveUsage.Zone(reportZone));
                    var stored = new List<UsageRecord>();
                    foreach (var batch in random.Batches)
                    {
                        await store.AppendAsync(batch, default);
                        stored.AddRange(
                            batch
                                .DistinctBy(record => record.Id)
                                .Where(record => stored.TrueForAll(other => other.Id != record.Id))
                                .ToList()
                        );
                    }

                    // Every batch again, half of each with half of the one before: nothing changes.
                    UsageRecord[] before = [];
                    foreach (var batch in random.Batches)
                    {
                        await store.AppendAsync([.. batch[(batch.Length / 2)..], .. before], default);
                        before = batch[..(batch.Length / 2)];
                    }

                    (await store.CheckRollupsAsync()).Should().BeEmpty();
                    foreach (var (filter, grouping) in random.Questions)
                    {
                        foreach (var zone in new[] { reportZone, askedZone })
                        {
                            var asked = grouping with { TimeZone = NaiveUsage.Zone(zone) };
                            (await store.AggregateAsync(filter, asked))
                                .Should()
                                .Equal(
                                    NaiveUsage.Aggregate(stored, filter, asked),
                                    because: $"{filter} by {asked.By} in {zone}, kept by {reportZone}"
                                );
                        }

                        var days = await store.AggregateAsync(
                            filter,
                            new UsageGrouping(UsageDimensions.Day) { TimeZone = NaiveUsage.Zone(askedZone) }
                        );
                        days.Sum(day => day.TotalTokens).Should().Be((await SumAsync(store, filter)).TotalTokens);
                    }
                },
                iter: Iterations,
                threads: 1,
                print: sample => $"kept by {sample.Item1}, asked in {sample.Item2}"
            );
    }

    /// <summary>A record that arrives late, or before others that are older, counts in the hour it was made
    /// in.</summary>
    [Test, Property("Lesson", "L10")]
    public async Task Late_records_count_in_their_own_hour_L10()
    {
        var store = Open();
        UsageRecord[] records = [.. NaiveUsage.Spread(Noon, 200)];
        foreach (var batch in records.Reverse().Chunk(7))
            await store.AppendAsync(batch, default);
        var late = records[3] with { Id = Guid.CreateVersion7(), TotalTokens = 1_000 };
        await store.AppendAsync([late], default);

        var byHour = new UsageGrouping(UsageDimensions.Hour | UsageDimensions.Operation);
        (await store.AggregateAsync(UsageFilter.All, byHour))
            .Should()
            .Equal(NaiveUsage.Aggregate([.. records, late], UsageFilter.All, byHour));
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }
}
