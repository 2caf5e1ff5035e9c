// Over 300 lines: a case for each state of a package.
using System.Text;
using CsCheck;
using GigaChat.Usage.Budgets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Packages;

internal sealed class TokenPackageTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.FromHours(3));

    [Test]
    public async Task The_package_that_expires_first_burns_first_whenever_it_was_bought()
    {
        var late = Package(1_000, boughtDaysAgo: 30, expiresInDays: 90);
        var early = Package(400, boughtDaysAgo: 20, expiresInDays: 10);
        var status = await StatusAsync(
            [late, early],
            Records.Of(300, Now.AddDays(-25), "GigaChat-Pro"),
            Records.Of(500, Now.AddDays(-1), "GigaChat-2-Pro"),
            Records.Of(9_999, Now.AddDays(-1), "GigaChat")
        );

        status
            .Packages.Select(package => (package.Package, package.UsedTokens, package.RemainingTokens))
            .Should()
            .Equal((early, 400L, 0L), (late, 400L, 600L));
        status.RemainingTokens.Should().Be(600);
        status.UncoveredTokens.Should().Be(0);
    }

    [Test]
    public async Task What_no_package_covers_is_told_and_what_expired_is_lost()
    {
        var expired = Package(1_000, boughtDaysAgo: 60, expiresInDays: -30);
        var status = await StatusAsync(
            [expired],
            Records.Of(50, Now.AddDays(-61), "GigaChat-Pro"),
            Records.Of(250, Now.AddDays(-40), "GigaChat-Pro"),
            Records.Of(70, Now.AddDays(-5), "GigaChat-Pro")
        );

        status
            .Packages.Single()
            .Should()
            .BeEquivalentTo(
                new
                {
                    UsedTokens = 250,
                    RemainingTokens = 0,
                    ExpiredTokens = 750,
                    WillExpireUnusedTokens = 0,
                    EffectiveRublesPerMillionTokens = 2_000m,
                }
            );
        status.UncoveredTokens.Should().Be(70);
    }

    [Test]
    public async Task At_a_steady_pace_the_day_it_runs_out_and_what_will_expire_are_known()
    {
        UsageRecord[] steady =
        [
            .. Enumerable.Range(1, 60).Select(day => Records.Of(1_000, Now.AddDays(-day), "GigaChat-Pro")),
        ];

        var lasting = await StatusAsync([Package(80_500, boughtDaysAgo: 60, expiresInDays: null)], steady);
        var expiring = await StatusAsync([Package(80_500, boughtDaysAgo: 60, expiresInDays: 10)], steady);

        lasting
            .RunsOutOn.Should()
            .Be(new DateOnly(2026, 7, 5), "20,500 tokens last for 20 days and a half, today being the first");
        lasting.Method.Should().Be(ForecastMethod.Seasonal);
        lasting.RunsOutEarliest.Should().BeOnOrBefore(lasting.RunsOutOn!.Value);
        lasting.RunsOutLatest.Should().BeOnOrAfter(lasting.RunsOutOn.Value);
        lasting.Packages.Single().WillExpireUnusedTokens.Should().Be(0);
        lasting.Packages.Single().EffectiveRublesPerMillionTokens.Should().Be(500m);

        expiring.Packages.Single().WillExpireUnusedTokens.Should().Be(20_500 - (11 * 1_000));
        expiring.RunsOutOn.Should().Be(new DateOnly(2026, 6, 26), "from then on nothing covers");
    }

    [Test]
    public async Task Package_is_usable_from_exactly_its_purchase_and_not_at_exactly_its_end()
    {
        var expired = Package(1_000, boughtDaysAgo: 30, expiresInDays: 0);
        var bought = Package(500, boughtDaysAgo: 0, expiresInDays: 30);
        var ahead = Package(200, boughtDaysAgo: -1, expiresInDays: 60);

        var status = await StatusAsync([expired, bought, ahead]);

        status
            .Packages.Select(static it =>
                (it.RemainingTokens, it.ExpiredTokens, it.WillExpireUnusedTokens, it.EffectiveRublesPerMillionTokens)
            )
            .Should()
            .Equal((0L, 1_000L, 0L, (decimal?)null), (500L, 0L, 500L, null), (0L, 0L, 200L, null));
        status.RemainingTokens.Should().Be(500);
    }

    [Test]
    public async Task Families_come_in_the_order_of_their_names_and_each_has_a_pace_of_its_own()
    {
        UsageRecord[] records =
        [
            .. Enumerable.Range(1, 60).Select(static day => Records.Of(1_000, Now.AddDays(-day), "GigaChat-Pro")),
            Records.Of(1_000_000, Now.AddMinutes(-1), "GigaChat-Max"),
        ];
        var usage = new GigaChatTokenUsage(new ListUsageReader(records), timeProvider: new FakeTimeProvider(Now));
        var packages = new GigaChatTokenPackages(
            usage,
            [
                Package(80_500, boughtDaysAgo: 60, expiresInDays: null),
                Package(5_000_000, boughtDaysAgo: 60, expiresInDays: null) with
                {
                    Family = "GigaChat-Max",
                },
            ]
        );

        var status = await packages.GetStatusAsync();

        status.Select(static it => it.Family).Should().Equal("GigaChat-Max", "GigaChat-Pro");
        status[0].RunsOutOn.Should().BeNull("what today used so far is no pace");
        status[1].RunsOutOn.Should().NotBeNull();
    }

    [Test]
    public void Packages_that_cannot_be_are_refused()
    {
        var usual = Package(1_000_000, boughtDaysAgo: 1, expiresInDays: 1);
        TokenPackage[] right =
        [
            usual,
            usual with
            {
                Tokens = 1,
                Rubles = 0,
            },
            usual with
            {
                Tokens = UsageRecordLimits.Tokens,
                Rubles = 0,
            },
            usual with
            {
                Rubles = ModelPrice.MinRublesPerMillionTokens,
            },
            usual with
            {
                Rubles = ModelPrice.MaxRublesPerMillionTokens,
            },
        ];
        TokenPackage[] wrong =
        [
            usual with
            {
                Family = " ",
            },
            usual with
            {
                Tokens = 0,
            },
            usual with
            {
                Tokens = UsageRecordLimits.Tokens + 1,
                Rubles = 0,
            },
            usual with
            {
                Rubles = -1,
            },
            usual with
            {
                Rubles = ModelPrice.MinRublesPerMillionTokens - 0.01m,
            },
            usual with
            {
                Rubles = ModelPrice.MaxRublesPerMillionTokens + 0.01m,
            },
            usual with
            {
                ExpiresAt = usual.BoughtAt,
            },
        ];
        var usage = new GigaChatTokenUsage(new ListUsageReader([]));

        right.Should().AllSatisfy(static package => package.Invoking(it => it.Validate()).Should().NotThrow());
        wrong
            .Should()
            .AllSatisfy(package =>
                usage
                    .Invoking(it => new GigaChatTokenPackages(it, [package]))
                    .Should()
                    .Throw<Microsoft.Extensions.Options.OptionsValidationException>()
            );
        usage.Invoking(static it => new GigaChatTokenPackages(it, null!)).Should().Throw<ArgumentNullException>();
        usage.Invoking(_ => new GigaChatTokenPackages(null!, [])).Should().Throw<ArgumentNullException>();
    }

    [Test]
    public void Burning_conserves_tokens()
    {
        var package = Gen.Select(Gen.Long[1, 5_000], Gen.Int[0, 50], Gen.Int[1, 50])
            .Select(
                (tokens, bought, life) =>
                    new TokenPackage
                    {
                        Family = "m",
                        Tokens = tokens,
                        Rubles = 0m,
                        BoughtAt = Now.AddDays(bought),
                        ExpiresAt = life == 50 ? null : Now.AddDays(bought + life),
                    }
            );
        Gen.Select(package.Array[1, 5], Gen.Select(Gen.Int[0, 100], Gen.Long[0, 3_000]).Array[0, 40])
            .Sample(
                (packages, uses) =>
                {
                    var burn = new PackageBurn(packages);
                    var uncovered = 0L;
                    foreach (var (day, tokens) in uses.OrderBy(use => use.Item1))
                    {
                        var at = Now.AddDays(day);
                        var usable = burn.UsableAt(at);
                        var missing = burn.Burn(tokens, at);
                        missing.Should().Be(Math.Max(0, tokens - usable));
                        uncovered += missing;
                    }

                    burn.Uncovered.Should().Be(uncovered);
                    var used = Enumerable.Range(0, packages.Length).Sum(burn.UsedOf);
                    (used + uncovered).Should().Be(uses.Sum(use => use.Item2));
                    for (var i = 0; i < packages.Length; i++)
                    {
                        burn.LeftOf(i).Should().BeInRange(0, burn.Packages[i].Tokens);
                        (burn.UsedOf(i) + burn.LeftOf(i)).Should().Be(burn.Packages[i].Tokens);
                    }
                }
            );
    }

    [Test]
    public void Packages_come_from_configuration_and_wrong_ones_are_named()
    {
        Load(
                """[ { "Family": "GigaChat", "Tokens": 20000000, "Rubles": 1300, "BoughtAt": "2026-03-01", "ExpiresAt": "2027-03-01" } ]"""
            )
            .Should()
            .Equal(
                new TokenPackage
                {
                    Family = "GigaChat",
                    Tokens = 20_000_000,
                    Rubles = 1300m,
                    BoughtAt = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(3)),
                    ExpiresAt = new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.FromHours(3)),
                }
            );
        FluentActions
            .Invoking(() =>
                Load(
                    """[ { "Family": "GigaChat", "Tokens": 20, "Rubles": 1300, "BoughtAt": "2026-03-01" }, { "Family": "GigaChat", "Rubles": 1 }, { "Tokens": 1, "Until": 1 }, { "Family": "x", "Rubles": 1, "BoughtAt": "2026-03-01" }, { "Family": "x", "Tokens": 1, "BoughtAt": "2026-03-01" }, { "Family": "x", "Tokens": 1, "Rubles": 0 } ]"""
                )
            )
            .Should()
            .Throw<Microsoft.Extensions.Options.OptionsValidationException>()
            .Which.Message.Should()
            .ContainAll(
                "P:0",
                "2 to 100000",
                "P:1 must have",
                "P:3 must have",
                "P:4 must have",
                "P:5 must have",
                "P:2:Family is missing",
                "P:2:Until is not a known setting"
            );
        FluentActions
            .Invoking(() =>
                Load(
                    """[ { "Family": "x", "Tokens": 100000, "Rubles": 1, "BoughtAt": "2026-03-01", "ExpiresAt": "2026-02-01" } ]"""
                )
            )
            .Should()
            .Throw<Microsoft.Extensions.Options.OptionsValidationException>()
            .WithMessage("*expires*before*");

        static IEnumerable<TokenPackage> Load(string json)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "P": {{json}} }"""));
            var services = new ServiceCollection();
            services
                .AddGigaChatUsageTracking()
                .AddTokenPackages(new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("P"));
            using var provider = services.BuildServiceProvider();
            provider.GetRequiredService<GigaChatTokenPackages>().Should().NotBeNull();
            return provider.GetServices<TokenPackage>();
        }
    }

    private static TokenPackage Package(long tokens, int boughtDaysAgo, int? expiresInDays) =>
        new()
        {
            Family = "GigaChat-Pro",
            Tokens = tokens,
            Rubles = tokens * 500m / 1_000_000m,
            BoughtAt = Now.AddDays(-boughtDaysAgo),
            ExpiresAt = expiresInDays is { } days ? Now.AddDays(days) : null,
        };

    private static async Task<TokenPackageFamilyStatus> StatusAsync(
        TokenPackage[] packages,
        params UsageRecord[] records
    )
    {
        var usage = new GigaChatTokenUsage(new ListUsageReader(records), timeProvider: new FakeTimeProvider(Now));
        return (await new GigaChatTokenPackages(usage, packages).GetStatusAsync()).Single();
    }
}
