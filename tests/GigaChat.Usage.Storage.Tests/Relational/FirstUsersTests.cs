using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

/// <summary>The first users of a period are found by sums that are kept in memory, and are those of the database at
/// every time.</summary>
internal sealed class FirstUsersTests(string kind) : RelationalTests(kind)
{
    private const int First = 3;

    private static readonly TimeZoneInfo Moscow = NaiveUsage.Zone("Europe/Moscow");

    /// <summary>Days, weeks, edges within days, and open ends.</summary>
    private static readonly (DateTimeOffset? From, DateTimeOffset? To)[] Periods =
    [
        (null, null),
        (Noon.AddDays(-40), Noon.AddDays(-3)),
        (Day(-21), Day(-7)),
        (Day(-9), Day(-8)),
        (Day(-15), null),
        (Day(-3), Day(-2).AddHours(5)),
    ];

    [Test]
    public async Task First_users_are_those_of_all_users_after_every_change()
    {
        var (store, other) = (Open(timeZone: Moscow), Open(timeZone: Moscow));
        var random = new Random(7);
        for (var round = 0; round < 4; round++)
        {
            await store.AppendAsync(Records(random, round), default);
            await AssertFirstAsync(store, $"after {round + 1} batches");
        }

        await other.AppendAsync(Records(random, 9), default);
        await AssertFirstAsync(store, "after a batch of another process");

        var first = (await FirstAsync(store, UsageFilter.All))[0].UserId!;
        await other.EraseUserAsync(first);
        await AssertFirstAsync(store, "after an erasure by another process");
        (await FirstAsync(store, UsageFilter.All)).Should().NotContain(user => user.UserId == first);

        await Database.ExecuteAsync("UPDATE gigachat_usage_rollups SET total_tokens = 0 WHERE kind IN (4, 6)");
        await other.RebuildRollupsAsync();
        await AssertFirstAsync(store, "after a rebuild by another process");
    }

    private static async Task AssertFirstAsync(EfUsageStore store, string because)
    {
        foreach (var (from, to) in Periods)
        {
            var filter = new UsageFilter { From = from, To = to };
            var all = await store.AggregateAsync(filter, new UsageGrouping(UsageDimensions.User) { TimeZone = Moscow });
            (await FirstAsync(store, filter)).Should().Equal(all.Take(First), "{0}, {1} to {2}", because, from, to);
        }
    }

    private static Task<IReadOnlyList<UsageGroup>> FirstAsync(EfUsageStore store, UsageFilter filter) =>
        store.AggregateAsync(filter, new UsageGrouping(UsageDimensions.User) { TimeZone = Moscow, Top = First });

    /// <summary>Records of twelve users, one of whom has no id, with few different sums, so that some are equal.</summary>
    private static UsageRecord[] Records(Random random, int round) =>
        [
            .. Enumerable
                .Range(0, 60)
                .Select(_ =>
                {
                    var user = random.Next(12);
                    return new UsageRecord
                    {
                        Id = Guid.CreateVersion7(),
                        CreatedAt = Noon.AddMinutes(-random.Next(60 * 24 * 45)),
                        Operation = UsageOperation.TextGeneration,
                        UserId = user == 0 ? null : $"user-{user}",
                        UserName = $"name {round}",
                        TotalTokens = random.Next(4),
                    };
                }),
        ];

    private static DateTimeOffset Day(int days) =>
        new DateTimeOffset(2026, 3, 10, 0, 0, 0, TimeSpan.FromHours(3)).AddDays(days);
}
