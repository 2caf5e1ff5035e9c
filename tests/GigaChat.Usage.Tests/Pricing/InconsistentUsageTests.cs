using CsCheck;
using GigaChat.Usage.Tests.Queries;

namespace GigaChat.Usage.Tests.Pricing;

/// <summary>What calls cost whose prompt and completion do not add up to the total.</summary>
[TestFixture]
internal sealed class InconsistentUsageTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly PriceBook Book = new(
        "Split",
        [
            new ModelPrice
            {
                Family = "GigaChat",
                PromptRublesPerMillionTokens = 100m,
                CompletionRublesPerMillionTokens = 250m,
            },
            new ModelPrice
            {
                Family = "GigaChat-Pro",
                PromptRublesPerMillionTokens = 300m,
                CompletionRublesPerMillionTokens = 200m,
                CachedPromptRublesPerMillionTokens = 7m,
                BatchMultiplier = 0.5m,
            },
            new ModelPrice
            {
                Family = "cloud.ru/GigaChat-2-Max",
                PromptRublesPerMillionTokens = 10m,
                CompletionRublesPerMillionTokens = 1_000m,
                VatPercent = 22m,
                IsVatIncluded = false,
            },
        ]
    );

    private static readonly UsageRecord Excess = Records.Of(150, At, "GigaChat") with
    {
        PromptTokens = 1_000,
        CompletionTokens = 50,
    };

    private static readonly Gen<UsageRecord> Usage =
        from model in Pick<string?>("GigaChat", "GigaChat-2-Pro", "cloud.ru/GigaChat-2-Max", "GigaChat-3-Ultra", null)
        from user in Pick<string?>("a", "b", null)
        from hour in Gen.Int[0, 72]
        from counts in Gen.Select(Tokens, Tokens, Tokens, Gen.Long[0, 2_000])
        from state in Gen.Select(
            Gen.Enum<UsageSource>(),
            Gen.Enum<UsageOutcome>(),
            Gen.Bool,
            Pick(UsageOperation.TextGeneration, UsageOperation.Embedding)
        )
        select Records.Of(counts.Item4, At.AddHours(hour), model, source: state.Item1) with
        {
            UserId = user,
            Operation = state.Item4,
            Outcome = state.Item2,
            IsBatch = state.Item3,
            PromptTokens = counts.Item1,
            CompletionTokens = counts.Item2,
            CachedPromptTokens = counts.Item3,
        };

    private static Gen<long?> Tokens =>
        Gen.Select(Gen.Bool, Gen.Long[0, 2_000], static (isKnown, tokens) => isKnown ? tokens : (long?)null);

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Test]
    public void Cost_of_a_record_whose_parts_exceed_its_total_is_that_of_the_total()
    {
        TokenCost.Of(Excess, Book).Should().Be(150 * 250m / 1_000_000m);
        TokenCost
            .Of(Excess with { PromptTokens = 100, CompletionTokens = 50 }, Book)
            .Should()
            .Be(((100 * 100m) + (50 * 250m)) / 1_000_000m);
    }

    [Test]
    public async Task Cost_of_usage_that_does_not_add_up_is_marked()
    {
        var usage = await StoredAsync(
            Excess,
            Records.Of(500, At, "GigaChat-2-Pro") with
            {
                PromptTokens = 400,
                CompletionTokens = 100,
            }
        );

        var cost = await usage.GetCostAsync();

        (cost.Rubles, cost.IsConsistent, cost.UndividedTokens, cost.IsComplete)
            .Should()
            .Be((0.0375m + 0.14m, false, 150L, true));
        cost.Lines.Select(static line => (line.Model, line.IsConsistent, line.UndividedTokens))
            .Should()
            .BeEquivalentTo([("GigaChat", false, 150L), ("GigaChat-2-Pro", true, 0L)]);
    }

    [Test]
    public async Task Cached_tokens_in_a_resellers_total_are_priced_as_prompt_and_add_up()
    {
        var usage = await StoredAsync(
            Records.Of(120, At, "cloud.ru/GigaChat-2-Max") with
            {
                PromptTokens = 36,
                CachedPromptTokens = 64,
                CompletionTokens = 20,
            }
        );

        var cost = await usage.GetCostAsync();

        cost.Rubles.Should().Be(((100 * 10m) + (20 * 1_000m)) * 1.22m / 1_000_000m);
        cost.IsConsistent.Should().BeTrue();
    }

    [Test]
    public void Cost_of_any_grouping_is_never_negative_and_adds_up_to_the_whole() =>
        Gen.Select(Usage.Array[0, 60], Gen.Int[0, (1 << 11) - 1])
            .Sample(
                (records, dimensions) =>
                {
                    var usage = StoredAsync(records).GetAwaiter().GetResult();
                    var whole = usage.GetCostAsync().GetAwaiter().GetResult();
                    var groups = usage.GetCostByAsync((UsageDimensions)dimensions).GetAwaiter().GetResult();
                    var each = records.Select(record => TokenCost.Of(record, Book)).ToList();

                    each.Should().NotContain(static cost => cost < 0);
                    groups.Should().NotContain(static group => group.Cost.Rubles < 0 || group.Cost.UndividedTokens < 0);
                    groups.Sum(static group => group.Cost.Rubles).Should().Be(whole.Rubles);
                    groups.Sum(static group => group.Cost.UndividedTokens).Should().Be(whole.UndividedTokens);
                    each.Sum(static cost => cost ?? 0m).Should().Be(whole.Rubles);
                    whole.Lines.Sum(static line => line.Rubles ?? 0m).Should().Be(whole.Rubles);
                },
                iter: 300,
                threads: 1
            );

    private static async Task<GigaChatTokenUsage> StoredAsync(params UsageRecord[] records)
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync(records, CancellationToken.None);
        return new GigaChatTokenUsage(store, Book);
    }
}
