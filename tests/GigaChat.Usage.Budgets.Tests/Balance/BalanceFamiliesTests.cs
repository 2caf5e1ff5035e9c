using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Balance;

/// <summary>Several families and several intervals add up, and what happens at exactly a snapshot counts once.</summary>
internal sealed class BalanceFamiliesTests
{
    private const string Max = "GigaChat-2-Max";
    private const string Pro = "GigaChat-2-Pro";
    private static readonly DateTimeOffset Start = new(2026, 6, 15, 12, 0, 0, TimeSpan.FromHours(3));

    [Test]
    public async Task Each_family_that_calls_bypass_is_logged_and_all_are_added_up_by_name()
    {
        var log = new FakeLogger<GigaChatBalance>();
        var balance = Balance([Of(900, 1, Max), Of(50, 1, Pro), Of(10, 1, "GigaChat-2")], log: log);
        balance.Add(Snapshot(0, ("GigaChat-Pro", 1_000m), ("GigaChat", 1_000m), ("GigaChat-Max", 1_000m)));
        balance.Add(Snapshot(3, ("GigaChat-Pro", 900m), ("GigaChat", 990m), ("GigaChat-Max", 0m)));

        var result = await balance.ReconcileAsync();

        result
            .Families.Select(static family => family.Family)
            .Should()
            .Equal("GigaChat", "GigaChat-Max", "GigaChat-Pro");
        result.UnexplainedTokens.Should().Be(100m + 50m);
        result.BypassedTokens.Should().Be(100m + 50m);
        result.Coverage.Should().BeApproximately(960.0 / 1_110, 1e-9);
        log.Collector.GetSnapshot()
            .Should()
            .SatisfyRespectively(
                static line => line.Message.Should().Contain("GigaChat-Max: 100 tokens"),
                static line => line.Message.Should().Contain("GigaChat-Pro: 50 tokens")
            )
            .And.OnlyContain(static line => line.Level == LogLevel.Warning);
    }

    [Test]
    public async Task Intervals_between_package_changes_add_up_with_their_estimates()
    {
        var cut = new[] { Cut(1), Cut(4), Cut(7) };

        var family = await CompareAsync(
            [Of(100, 1), Of(300, 4), Of(200, 7), .. cut],
            [Package(1_000, boughtAt: 2), Package(2_000, boughtAt: 5)],
            (0, 10_000m),
            (3, 10_890m),
            (6, 12_580m),
            (9, 12_370m)
        );

        family
            .Should()
            .BeEquivalentTo(
                new
                {
                    DrainedTokens = 110m + 310m + 210m,
                    RecordedTokens = 630L,
                    EstimatedTokens = 30L,
                    UncertainRequests = 3L,
                    UncertainTokens = 600m, // Three calls by the mean of three that reported 600 tokens.
                    WasToppedUp = true,
                    HasPackageChange = true,
                }
            );
    }

    [Test]
    public async Task Two_changes_are_a_change_as_one_is()
    {
        var rises = await CompareAsync([], [], (0, 10m), (3, 20m), (6, 30m));
        var expiries = await CompareAsync(
            [],
            [Package(10, boughtAt: -9, expiresAt: 1), Package(10, boughtAt: -9, expiresAt: 4)],
            (0, 30m),
            (3, 20m),
            (6, 10m)
        );

        rises.Should().BeEquivalentTo(new { WasToppedUp = true, HasPackageChange = false });
        expiries.Should().BeEquivalentTo(new { WasToppedUp = false, HasPackageChange = true });
    }

    [Test]
    public async Task A_balance_that_stays_did_not_rise()
    {
        var family = await CompareAsync([Of(10, 1)], [Package(10, boughtAt: 2)], (0, 20m), (3, 20m));

        family
            .Should()
            .BeEquivalentTo(
                new
                {
                    WasToppedUp = false,
                    HasPackageChange = true,
                    DrainedTokens = 10m,
                }
            );
    }

    [Test]
    public async Task A_rise_by_exactly_what_was_bought_is_compared()
    {
        var family = await CompareAsync([Of(10, 1)], [Package(100, boughtAt: 2)], (0, 20m), (3, 120m));

        family
            .Should()
            .BeEquivalentTo(
                new
                {
                    DrainedTokens = 0m,
                    RecordedTokens = 10L,
                    OvercountedTokens = 10m,
                    UnexplainedTokens = 0m,
                    Coverage = 1.0,
                }
            );
    }

    [Test]
    public async Task As_much_may_expire_as_is_bought()
    {
        var family = await CompareAsync(
            [Of(40, 1)],
            [Package(100, boughtAt: 2), Package(100, boughtAt: -9, expiresAt: 2)],
            (0, 500m),
            (3, 470m)
        );

        family.DrainedTokens.Should().Be(40m, "from nothing, if the old package was full, to 130");
    }

    [Test]
    public async Task A_package_that_changes_at_exactly_a_snapshot_belongs_to_the_interval_that_ends_there()
    {
        var (bought, expired) = (Package(100, boughtAt: 3), Package(100, boughtAt: -9, expiresAt: 3));

        var after = await CompareAsync([], [bought], (3, 100m), (6, 100m));
        var before = await CompareAsync([], [bought], (0, 100m), (3, 100m));
        var expiredAfter = await CompareAsync([], [expired], (3, 100m), (6, 100m));
        var expiredBefore = await CompareAsync([], [expired], (0, 100m), (3, 100m));

        (after.HasPackageChange, before.HasPackageChange).Should().Be((false, true));
        (expiredAfter.HasPackageChange, expiredBefore.HasPackageChange).Should().Be((false, true));
    }

    [Test]
    public async Task More_drained_than_recorded_is_overcounted_by_nothing()
    {
        var family = await CompareAsync([Of(10, 1)], [], (0, 100m), (3, 50m));

        family
            .Should()
            .BeEquivalentTo(
                new
                {
                    OvercountedTokens = 0m,
                    UnexplainedTokens = 40m,
                    Coverage = 0.2,
                }
            );
    }

    [Test]
    public void What_is_missing_is_named()
    {
        var usage = new GigaChatTokenUsage(new ListUsageReader());
        var balance = new GigaChatBalance(usage);

        Named(static () => _ = new GigaChatBalance(null!), "usage");
        Named(() => _ = new GigaChatBalance(usage, null!), "options");
        Named(() => balance.Add(null!), "snapshot");
        Named(() => balance.PollAsync(null!).GetAwaiter().GetResult(), "client");

        static void Named(Action action, string parameter) =>
            action.Should().Throw<ArgumentNullException>().WithParameterName(parameter);
    }

    private static async Task<BalanceFamily> CompareAsync(
        UsageRecord[] records,
        TokenPackage[] packages,
        params (int Hour, decimal Left)[] seen
    )
    {
        var balance = Balance(records, packages);
        foreach (var (hour, left) in seen)
            balance.Add(Snapshot(hour, ("GigaChat-Max", left)));
        return (await balance.ReconcileAsync()).Families.Single();
    }

    private static GigaChatBalance Balance(
        UsageRecord[] records,
        TokenPackage[]? packages = null,
        ILogger<GigaChatBalance>? log = null
    ) =>
        new(
            new GigaChatTokenUsage(new ListUsageReader(records), timeProvider: new FakeTimeProvider(Start.AddDays(1))),
            new GigaChatBalanceOptions { Packages = packages ?? [], Logger = log }
        );

    private static UsageRecord Of(long tokens, int hour, string model = Max) =>
        Records.Of(tokens, Start.AddHours(hour), model);

    private static UsageRecord Cut(int hour) =>
        Records.Of(10, Start.AddHours(hour), Max, source: UsageSource.Estimated) with
        {
            Outcome = UsageOutcome.Aborted,
        };

    private static BalanceSnapshot Snapshot(int hour, params (string Family, decimal Left)[] left) =>
        new(Start.AddHours(hour), left.ToDictionary(static it => it.Family, static it => it.Left));

    private static TokenPackage Package(long tokens, int boughtAt, int? expiresAt = null) =>
        new()
        {
            Family = Max,
            Tokens = tokens,
            Rubles = 0,
            BoughtAt = Start.AddHours(boughtAt),
            ExpiresAt = expiresAt is { } hours ? Start.AddHours(hours) : null,
        };
}
