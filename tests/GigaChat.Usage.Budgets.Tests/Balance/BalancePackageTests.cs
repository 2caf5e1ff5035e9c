// Over 300 lines: a case for each way in which packages and balance differ.
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Balance;

/// <summary>What moves a balance besides calls, and calls whose usage was not reported.</summary>
[TestFixture]
internal sealed class BalancePackageTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 15, 12, 0, 0, TimeSpan.FromHours(3));

    [Test]
    public async Task Package_that_expires_between_two_snapshots_is_no_alarm()
    {
        var result = await ReconcileAsync(
            [Records.Of(300, Start.AddHours(1), "GigaChat-2-Max")],
            [Package(10_000, Start.AddDays(-30), Start.AddHours(2))],
            (0, 5_000m),
            (3, 100m)
        );

        result.IsAlert.Should().BeFalse();
        result
            .Families.Single()
            .Should()
            .BeEquivalentTo(
                new
                {
                    DrainedTokens = 300m,
                    RecordedTokens = 300L,
                    HasPackageChange = true,
                    UnexplainedTokens = 0m,
                }
            );
    }

    [Test]
    public async Task More_than_an_expired_package_held_is_an_alarm()
    {
        var result = await ReconcileAsync(
            [],
            [Package(1_000, Start.AddDays(-30), Start.AddHours(2))],
            (0, 5_000m),
            (3, 100m)
        );

        result.IsAlert.Should().BeTrue();
        result.BypassedTokens.Should().Be(3_900m);
    }

    [TestCase(9_500, 500, TestName = "Package smaller than the use of its interval is no alarm")]
    [TestCase(15_000, 5_000, TestName = "Package that makes the balance rise is no alarm and its interval counts")]
    public async Task Package_that_is_bought_between_two_snapshots_is_no_alarm(decimal after, long used)
    {
        var result = await ReconcileAsync(
            [Records.Of(used, Start.AddHours(1), "GigaChat-2-Max")],
            [Package(10_000, Start.AddHours(2), null)],
            (0, 10_000m),
            (3, after)
        );

        result.IsAlert.Should().BeFalse();
        result
            .Families.Single()
            .Should()
            .BeEquivalentTo(
                new
                {
                    DrainedTokens = (decimal)used,
                    RecordedTokens = used,
                    HasPackageChange = true,
                }
            );
    }

    [Test]
    public async Task Interval_without_a_package_change_is_compared_as_ever()
    {
        var result = await ReconcileAsync(
            [Records.Of(300, Start.AddHours(1), "GigaChat-2-Max"), Records.Of(50, Start.AddHours(4), "GigaChat-2-Max")],
            [
                Package(10_000, Start.AddDays(-30), Start.AddHours(2)),
                Package(10_000, Start.AddDays(-30), Start.AddHours(2), "GigaChat-Pro"),
            ],
            (0, 5_000m),
            (3, 100m),
            (6, 0m)
        );

        result
            .Families.Single()
            .Should()
            .BeEquivalentTo(
                new
                {
                    DrainedTokens = 400m,
                    RecordedTokens = 350L,
                    BypassedTokens = 50m,
                }
            );
        result.IsAlert.Should().BeTrue();
    }

    [Test]
    public async Task Tokens_of_cut_streams_are_told_apart_from_calls_past_the_handler()
    {
        var reported = Enumerable
            .Range(0, 10)
            .Select(static i => Records.Of(100, Start.AddMinutes(i), "GigaChat-2-Max"))
            .ToArray();
        var cut = Records.Of(30, Start.AddHours(1), "GigaChat-2-Max", source: UsageSource.Estimated) with
        {
            Outcome = UsageOutcome.Aborted,
        };

        var underestimated = await ReconcileAsync([.. reported, cut], [], (0, 5_000m), (3, 3_900m));
        underestimated
            .Families.Single()
            .Should()
            .BeEquivalentTo(
                new
                {
                    UnexplainedTokens = 70m,
                    UnderestimatedTokens = 70m,
                    BypassedTokens = 0m,
                    UncertainRequests = 1L,
                    UncertainTokens = 100m,
                }
            );
        underestimated.IsAlert.Should().BeFalse();

        var bypassed = await ReconcileAsync([.. reported, cut], [], (0, 5_000m), (3, 3_000m));
        bypassed
            .Families.Single()
            .Should()
            .BeEquivalentTo(
                new
                {
                    UnexplainedTokens = 970m,
                    UnderestimatedTokens = 100m,
                    BypassedTokens = 870m,
                }
            );
        bypassed.IsAlert.Should().BeTrue();
    }

    [Test]
    public async Task Call_at_exactly_a_snapshot_counts_once_in_the_interval_that_begins_there()
    {
        var result = await ReconcileAsync(
            [Records.Of(300, Start.AddHours(3), "GigaChat-2-Max")],
            [Package(10, Start.AddDays(-30), Start.AddHours(2))],
            (0, 5_000m),
            (3, 5_000m),
            (6, 4_700m)
        );

        result.Families.Single().Should().BeEquivalentTo(new { DrainedTokens = 300m, RecordedTokens = 300L });
        (result.From, result.To).Should().Be((Start, Start.AddHours(6)));
    }

    [Test]
    public async Task Cut_streams_of_several_models_are_taken_for_usual_calls_of_their_family()
    {
        UsageRecord[] reported =
        [
            .. Enumerable.Range(0, 6).Select(static i => Records.Of(100, Start.AddMinutes(i), "GigaChat-2-Max")),
            .. Enumerable.Range(0, 4).Select(static i => Records.Of(100, Start.AddMinutes(i), "GigaChat-Max")),
        ];
        UsageRecord[] cut = [Cut("GigaChat-2-Max"), Cut("GigaChat-2-Max"), Cut("GigaChat-Max")];

        var result = await ReconcileAsync([.. reported, .. cut], [], (0, 5_000m), (3, 3_710m));
        var alone = await ReconcileAsync(cut, [], (0, 5_000m), (3, 4_900m));

        result
            .Families.Single()
            .Should()
            .BeEquivalentTo(
                new
                {
                    RecordedTokens = 1_090L,
                    UncertainRequests = 3L,
                    UncertainTokens = 300m,
                    UnexplainedTokens = 200m,
                }
            );
        result.Coverage.Should().BeApproximately(1_090.0 / 1_290, 1e-9);
        alone.Families.Single().UncertainTokens.Should().Be(90m, "no reported call tells what is usual");

        static UsageRecord Cut(string model) =>
            Records.Of(30, Start.AddHours(1), model, source: UsageSource.Estimated) with
            {
                Outcome = UsageOutcome.Aborted,
            };
    }

    [Test]
    public async Task Snapshots_at_exactly_the_ends_of_the_time_asked_for_are_compared_and_no_others()
    {
        var balance = Balance();
        foreach (var hour in new[] { 9, 0, 6, 3 })
            balance.Add(Snapshot(hour, 5_000m - hour));

        var result = await balance.ReconcileAsync(Start.AddHours(3), Start.AddHours(6), requiredCoverage: 0);

        balance.Snapshots.Select(static snapshot => snapshot.At).Should().BeInAscendingOrder();
        (result.From, result.To).Should().Be((Start.AddHours(3), Start.AddHours(6)));
        result.Families.Single().DrainedTokens.Should().Be(3m);
        var one = await balance.ReconcileAsync(Start.AddHours(3), Start.AddHours(3));
        (one.From, one.To, one.IsPayAsYouGo).Should().Be((null, null, false));
        (await Balance().ReconcileAsync()).IsPayAsYouGo.Should().BeFalse("nothing was seen");
    }

    [TestCase(-0.01, 3)]
    [TestCase(1.01, 3)]
    [TestCase(1, -1)]
    public async Task Coverage_or_time_that_cannot_be_is_refused(double coverage, int hours)
    {
        var balance = Balance();

        await balance
            .Awaiting(it => it.ReconcileAsync(Start, Start.AddHours(hours), coverage))
            .Should()
            .ThrowAsync<ArgumentException>();
    }

    [Test]
    public void The_last_ten_thousand_snapshots_are_kept_and_a_tenth_is_forgotten_beyond_them()
    {
        var balance = Balance();
        for (var i = 0; i < 10_000; i++)
            balance.Add(Snapshot(i, 1m));
        balance.Snapshots.Should().HaveCount(10_000);

        balance.Add(Snapshot(10_000, 1m));

        balance.Snapshots.Should().HaveCount(9_001);
        balance.Snapshots[0].At.Should().Be(Start.AddHours(1_000));
        balance.Snapshots[^1].At.Should().Be(Start.AddHours(10_000));
    }

    [Test]
    public async Task Aliases_of_the_price_book_are_the_families_models()
    {
        var book = PriceBook.FromJson("""{ "BasedOn": "Sber", "Aliases": { "gpt-4o": "GigaChat-2-Max" } }""");

        var result = await ReconcileAsync(
            [Records.Of(300, Start.AddHours(1), "gpt-4o")],
            [],
            book,
            (0, 5_000m),
            (3, 4_700m)
        );

        result.Families.Single().Should().BeEquivalentTo(new { DrainedTokens = 300m, RecordedTokens = 300L });
    }

    private static Task<BalanceReconciliation> ReconcileAsync(
        UsageRecord[] records,
        TokenPackage[] packages,
        params (int Hour, decimal Left)[] seen
    ) => ReconcileAsync(records, packages, PriceBook.Sber, seen);

    private static async Task<BalanceReconciliation> ReconcileAsync(
        UsageRecord[] records,
        TokenPackage[] packages,
        PriceBook book,
        params (int Hour, decimal Left)[] seen
    )
    {
        var balance = Balance(records, packages, book);
        foreach (var (hour, left) in seen)
            balance.Add(Snapshot(hour, left));
        return await balance.ReconcileAsync();
    }

    private static GigaChatBalance Balance(
        UsageRecord[]? records = null,
        TokenPackage[]? packages = null,
        PriceBook? book = null
    )
    {
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(records ?? []),
            book ?? PriceBook.Sber,
            timeProvider: new FakeTimeProvider(Start.AddDays(1))
        );
        return new GigaChatBalance(usage, new GigaChatBalanceOptions { Packages = packages ?? [] });
    }

    private static BalanceSnapshot Snapshot(int hour, decimal left) =>
        new(Start.AddHours(hour), new Dictionary<string, decimal> { ["GigaChat-Max"] = left });

    private static TokenPackage Package(
        long tokens,
        DateTimeOffset boughtAt,
        DateTimeOffset? expiresAt,
        string family = "GigaChat-2-Max"
    ) =>
        new()
        {
            Family = family,
            Tokens = tokens,
            Rubles = 0,
            BoughtAt = boughtAt,
            ExpiresAt = expiresAt,
        };
}
