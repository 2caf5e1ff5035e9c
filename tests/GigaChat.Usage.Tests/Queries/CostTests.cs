using CsCheck;

namespace GigaChat.Usage.Tests.Queries;

public sealed class CostTests
{
    private static readonly TimeSpan Moscow = TimeSpan.FromHours(3);
    private static readonly DateTimeOffset Reduction = new(2026, 2, 1, 0, 0, 0, Moscow);
    private static readonly DateTimeOffset Before = new(2026, 1, 20, 9, 0, 0, Moscow);
    private static readonly DateTimeOffset After = new(2026, 2, 10, 9, 0, 0, Moscow);

    private static readonly PriceBook SplitBook = PriceBook.Sber.With(
        new ModelPrice
        {
            Family = "GigaChat-3-Pro",
            PromptRublesPerMillionTokens = 103.7m,
            CompletionRublesPerMillionTokens = 250.47m,
            CachedPromptRublesPerMillionTokens = 25m,
        }
    );

    [Test, Property("Lesson", "L13")]
    public async Task A_month_over_the_change_of_tariff_is_right_to_the_kopeck()
    {
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(
                Records.Of(1_234_567, Before, "GigaChat"), // 246.9134
                Records.Of(1_234_567, After, "GigaChat-2"), // 80.246855
                Records.Of(345_678, Before, "GigaChat-Pro"), // 518.517
                Records.Of(345_678, After, "GigaChat-2-Pro") with
                {
                    IsBatch = true,
                }, // 86.4195
                Records.Of(77_777, Before, "GigaChat-2-Max"), // 151.66515
                Records.Of(77_777, After, "GigaChat-2-Max", source: UsageSource.Estimated), // 50.55505
                Records.Of(2_000_001, Before, "Embeddings"), // 80.00004
                Records.Of(2_000_001, After, "Embeddings2"), // 28.000014
                Records.Of(4_242, After, "GigaChat-3-Ultra"), // missing
                Records.Of(1_500, After, "GigaChat-3-Pro") with
                {
                    PromptTokens = 1_000,
                    CompletionTokens = 500,
                    CachedPromptTokens = 4_000,
                }, // 0.1037 + 0.125235 + 0.1
                Records.Of(1_000_000, Before.AddMonths(-3), "GigaChat")
            ), // outside
            SplitBook
        );

        var cost = await usage.GetCostAsync(new UsageFilter { From = Before, To = After.AddTicks(1) });

        cost.Rubles.Should().Be(1242.645944m);
        Math.Round(cost.Rubles, 2).Should().Be(1242.65m);
        cost.EstimatedRubles.Should().Be(50.55505m);
        cost.UnpricedTokens.Should().Be(4_242);
        cost.UnpricedModels.Should().Equal("GigaChat-3-Ultra");
        cost.IsComplete.Should().BeFalse();
        cost.Lines.Single(line => line.Model == "GigaChat-2-Max").Rubles.Should().Be(202.2202m);
        cost.Lines[^1]
            .Should()
            .Match<UsageCostLine>(line =>
                line.Model == "GigaChat-3-Ultra" && line.Rubles == null && line.Family == null
            );
    }

    [Test, Property("Lesson", "L13")]
    public async Task The_first_moment_of_a_tariff_has_its_price_and_the_last_one_before_it_has_not()
    {
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(Records.Of(1_000_000, Reduction.AddMicroseconds(-1)), Records.Of(1_000_000, Reduction))
        );

        (await usage.GetCostAsync()).Rubles.Should().Be(265m);
        (await usage.GetCostAsync(new() { To = Reduction })).Rubles.Should().Be(200m);
        (await usage.GetCostAsync(new() { From = Before, To = Reduction.AddMicroseconds(1) })).Rubles.Should().Be(265m);
        (await usage.GetCostAsync(new() { From = Reduction })).Rubles.Should().Be(65m);
        (await usage.GetCostAsync(new() { From = Reduction, To = Reduction.AddTicks(1) })).Rubles.Should().Be(65m);
    }

    [Test]
    public async Task A_period_without_a_change_of_price_is_one_question()
    {
        var reader = new ListUsageReader();
        var usage = new GigaChatTokenUsage(reader);

        await usage.GetCostAsync(new() { From = Reduction });
        await usage.GetCostAsync(new() { From = Before, To = Reduction });

        reader.Asked.Should().HaveCount(2);
    }

    [Test, Property("Lesson", "L11")]
    public async Task Calls_without_a_model_have_no_price()
    {
        var cost = await new GigaChatTokenUsage(new ListUsageReader(Records.Of(10, After, model: null))).GetCostAsync();

        cost.UnpricedModels.Should().Equal("UNKNOWN");
        cost.Lines.Single().Rubles.Should().BeNull();
    }

    [Test]
    public async Task The_reference_list_prices_everything_alike()
    {
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(
                Records.Of(3_000_000, Before, "GigaChat-Max"),
                Records.Of(2_000_000, After, model: null) with
                {
                    IsBatch = true,
                }
            ),
            PriceBook.Reference
        );

        var cost = await usage.GetCostAsync();

        cost.Rubles.Should().Be(1000m);
        cost.IsComplete.Should().BeTrue();
        cost.PriceBook.Should().Be("Reference");
    }

    [Test]
    public async Task Tokens_whose_split_is_unknown_cost_the_dearer_price()
    {
        var whole = Records.Of(1_000_000, After, "GigaChat-3-Pro");
        var usage = new GigaChatTokenUsage(new ListUsageReader(whole), SplitBook);
        var half = new GigaChatTokenUsage(new ListUsageReader(whole with { PromptTokens = 400_000 }), SplitBook);

        (await usage.GetCostAsync()).Rubles.Should().Be(250.47m);
        (await half.GetCostAsync()).Rubles.Should().Be((0.4m * 103.7m) + (0.6m * 250.47m));
    }

    [Test]
    public async Task Failed_calls_without_tokens_leave_no_line()
    {
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(Records.Of(0, After, "no-such-model") with { Outcome = UsageOutcome.Failed })
        );

        var cost = await usage.GetCostAsync();

        cost.IsComplete.Should().BeTrue();
        cost.Lines.Should().BeEmpty();
    }

    [Test]
    public async Task The_sum_over_models_users_and_single_records_is_the_total()
    {
        await Records
            .Random(Reduction.AddDays(-10), Reduction.AddDays(10))
            .SampleAsync(async records =>
            {
                var usage = new GigaChatTokenUsage(
                    new ListUsageReader(records),
                    SplitBook.With(ModelPrice.Flat("GigaChat-3-Ultra", 999m, effectiveFrom: Reduction.AddDays(3)))
                );

                var cost = await usage.GetCostAsync();

                cost.Lines.Sum(line => line.Rubles ?? 0m).Should().Be(cost.Rubles);
                cost.Lines.Sum(line => line.EstimatedRubles).Should().Be(cost.EstimatedRubles);
                cost.Lines.Sum(line => line.Tokens).Should().Be(cost.Tokens).And.Be(await usage.GetTotalTokensAsync());
                cost.Lines.Sum(line => line.UnpricedTokens).Should().Be(cost.UnpricedTokens);
                records.Sum(record => TokenCost.Of(record, usage.Prices) ?? 0m).Should().Be(cost.Rubles);
                records
                    .Where(record => TokenCost.Of(record, usage.Prices) is null)
                    .Sum(record => record.TotalTokens)
                    .Should()
                    .Be(cost.UnpricedTokens);

                var byOperation = 0m;
                foreach (var operation in records.Select(record => record.Operation).Distinct())
                    byOperation += (await usage.GetCostAsync(new UsageFilter { Operation = operation })).Rubles;
                byOperation.Should().Be(cost.Rubles);
            });
    }

    [Test]
    public async Task The_cost_of_any_grouping_adds_up_to_the_total()
    {
        var book = SplitBook.With(ModelPrice.Flat("GigaChat-3-Ultra", 999m, effectiveFrom: Reduction.AddDays(3)));
        await Gen.Select(Records.Random(Reduction.AddDays(-10), Reduction.AddDays(10)), Gen.Int[0, 2047])
            .SampleAsync(
                async (records, by) =>
                {
                    var store = new InMemoryUsageStore();
                    await store.AppendAsync(
                        [
                            .. records.Select(
                                (record, i) => record with { Id = RecordId.Create(record.CreatedAt.AddTicks(i)) }
                            ),
                        ],
                        CancellationToken.None
                    );
                    var usage = new GigaChatTokenUsage(store, book);

                    var cost = await usage.GetCostAsync();
                    var groups = await usage.GetCostByAsync((UsageDimensions)by);

                    groups.Sum(group => group.Cost.Rubles).Should().Be(cost.Rubles);
                    groups.Sum(group => group.Cost.EstimatedRubles).Should().Be(cost.EstimatedRubles);
                    groups.Sum(group => group.Cost.UnpricedTokens).Should().Be(cost.UnpricedTokens);
                    groups
                        .Sum(group => group.Cost.Tokens)
                        .Should()
                        .Be(cost.Tokens)
                        .And.Be(groups.Sum(group => group.Usage.TotalTokens));
                    groups.Sum(group => group.Usage.Count).Should().Be(records.Length);
                    var asked = await store.AggregateAsync(UsageFilter.All, new UsageGrouping((UsageDimensions)by));
                    groups
                        .Select(group => group.Usage with { UserName = null })
                        .Where(group => group.Count > 0)
                        .Should()
                        .Equal(asked.Select(group => group with { UserName = null }).Where(group => group.Count > 0));
                }
            );
    }

    [Test]
    public async Task The_vat_within_a_cost_is_that_of_the_calls_own_time()
    {
        var usage = new GigaChatTokenUsage(
            new ListUsageReader(
                Records.Of(6_000_000, new DateTimeOffset(2025, 12, 31, 12, 0, 0, Moscow)), // 1200 with 20 %: 200
                Records.Of(6_100_000, Before), // 1220 with 22 %: 220
                Records.Of(1_220_000, After, "GigaChat-Pro")
            )
        ); // 610 with 22 %: 110

        var cost = await usage.GetCostAsync();

        cost.Rubles.Should().Be(3030m);
        cost.VatRubles.Should().BeApproximately(530m, 1e-20m);
        cost.NetRubles.Should().BeApproximately(2500m, 1e-20m);
    }

    [Test]
    public async Task Vat_that_a_price_leaves_out_is_added_and_vat_that_is_not_known_stays_unknown()
    {
        var net = new PriceBook(
            "Net",
            [
                ModelPrice.Flat("GigaChat", 100m) with
                {
                    VatPercent = 22m,
                    IsVatIncluded = false,
                },
                ModelPrice.Flat("GigaChat-Max", 100m),
            ]
        );

        var known = await new GigaChatTokenUsage(new ListUsageReader(Records.Of(1_000_000, After)), net).GetCostAsync();
        var unknown = await new GigaChatTokenUsage(
            new ListUsageReader(Records.Of(1_000_000, After), Records.Of(1, After, "GigaChat-Max")),
            net
        ).GetCostAsync();

        (known.Rubles, known.VatRubles, known.NetRubles).Should().Be((122m, 22m, 100m));
        (unknown.VatRubles, unknown.NetRubles).Should().Be((null, null));
    }
}
