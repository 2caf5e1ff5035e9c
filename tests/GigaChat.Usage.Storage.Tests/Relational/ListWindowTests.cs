using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Testing.NUnit;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>Pages of what no index has are read by windows, and are those of a plain list, on whichever side of them
/// they begin.</summary>
internal sealed class ListWindowTests(string kind) : RelationalTests(kind)
{
    private const int Days = 40;
    private const int Count = 3 * ListQuery.Probe;

    /// <summary>Among the 6,000 records there are few of each, one, none, or, for large pages, many.</summary>
    private static readonly UsageFilter[] Filters =
    [
        new() { Operation = UsageOperation.Known[1] },
        new() { Operation = new UsageOperation("nothing_like_it") },
        new() { Model = "rare" },
        new() { Model = "rare", Platform = "seldom" },
        new() { Outcome = UsageOutcome.Blocked },
        new() { Source = UsageSource.Estimated, AccessTokenType = "DEMO" },
        new() { Platform = "web" },
        new() { Without = UsageDimensions.User },
        new() { Without = UsageDimensions.Platform | UsageDimensions.Model },
    ];

    [TestCase("Europe/Moscow", 0)]
    [TestCase("Asia/Kathmandu", 20)]
    [TestCase("America/New_York", 25)]
    [TestCase("Pacific/Apia", 0)]
    public async Task Pages_are_those_of_a_plain_list(string zone, int retainedDays)
    {
        var random = new Random(11);
        var store = Open(timeZone: NaiveUsage.Zone(zone), time: new FakeTimeProvider(Noon));
        var records = Enumerable.Range(0, Count).Select(_ => Record(random)).ToList();
        foreach (var batch in records.Chunk(1_000))
            await store.AppendAsync(batch, default);
        if (retainedDays > 0)
        {
            (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(retainedDays))).Should().BePositive();
            records = await AllAsync(store, UsageFilter.All, size: 5_000);
            records.Count.Should().BeGreaterThan(ListQuery.Probe + 500);

            // A late one, older than those that were deleted.
            UsageRecord late = Record(random) with { CreatedAt = Noon.AddDays(-Days - 3), Model = "rare" };
            await store.AppendAsync([late], default);
            records.Add(late);
        }

        foreach (var filter in Filters.SelectMany(Periods))
        {
            var expected = NaiveUsage.List(records, filter);
            var size = expected.Count > 500 ? 4_000 : 8;
            (await AllAsync(store, filter, size)).Should().Equal(expected, because: "of {0}, older ones", filter);
            (await AllBackwardsAsync(store, filter, size, expected.LastOrDefault()))
                .Should()
                .Equal(expected.SkipLast(1), because: "of {0}, newer ones", filter);
        }
    }

    [Test]
    public async Task Records_without_rollups_are_found()
    {
        var random = new Random(12);
        var store = Open();
        var records = Enumerable.Range(0, Count / 2).Select(_ => Record(random)).ToList();
        await store.AppendAsync(records, default);
        foreach (var table in (string[])["rollups", "settings"])
            await Database.ExecuteAsync($"DELETE FROM gigachat_usage_{table}");

        (await AllAsync(store, Filters[0], size: 8)).Should().Equal(NaiveUsage.List(records, Filters[0]));
    }

    private static IEnumerable<UsageFilter> Periods(UsageFilter filter) =>
        [
            filter,
            filter with
            {
                From = Noon.AddDays(-35).AddMinutes(7),
                To = Noon.AddDays(-2).AddMinutes(-7),
            },
            filter with
            {
                From = Noon.AddDays(-30),
            },
        ];

    private static async Task<List<UsageRecord>> AllAsync(EfUsageStore store, UsageFilter filter, int size)
    {
        var records = new List<UsageRecord>();
        for (var page = new UsagePage { Size = size }; ; )
        {
            var found = await store.ListAsync(filter, page);
            records.AddRange(found.Items);
            if (found.Next is not { } next)
                return records;
            page = page with { After = next };
        }
    }

    private static async Task<List<UsageRecord>> AllBackwardsAsync(
        EfUsageStore store,
        UsageFilter filter,
        int size,
        UsageRecord? oldest
    )
    {
        var records = new List<UsageRecord>();
        for (UsageCursor? at = oldest is null ? null : new UsageCursor(oldest.CreatedAt, oldest.Id); at is not null; )
        {
            var found = await store.ListAsync(filter, new UsagePage { Size = size, Before = at });
            records.InsertRange(0, found.Items);
            at = found.Previous;
        }

        return records;
    }

    private static UsageRecord Record(Random random)
    {
        var at = Noon.AddSeconds(-random.Next(Days * 24 * 3_600));
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(at),
            CreatedAt = at,
            Operation = OneOf(200) ? UsageOperation.Known[1] : UsageOperation.Known[0],
            Model =
                OneOf(300) ? "rare"
                : OneOf(100) ? null
                : "GigaChat-2",
            Platform =
                OneOf(20) ? "seldom"
                : OneOf(20) ? null
                : "web",
            UserId = OneOf(400) ? null : $"user-{random.Next(50)}",
            AccessTokenType = OneOf(10) ? "DEMO" : "DEVELOPER",
            Source = OneOf(15) ? UsageSource.Estimated : UsageSource.Reported,
            Outcome = OneOf(500) ? UsageOutcome.Blocked : UsageOutcome.Completed,
            TotalTokens = random.Next(100),
        };

        bool OneOf(int many) => random.Next(many) == 0;
    }
}
