using CsCheck;

namespace GigaChat.Usage;

/// <summary>Counters of random budgets and keys whose names are made of one another's parts, used at random beside a
/// plain model that tells all of them apart (L32).</summary>
internal static class CounterMix
{
    public static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Texts =
    [
        "a",
        "b",
        "a/b",
        "/",
        "a/",
        "/a",
        "a/b/a",
        "A",
        "Tokens",
        "User",
        "'",
        "а",
    ];

    private static readonly Gen<BudgetCounter> Counter = Gen.Select(
            Gen.Int[0, Texts.Length - 1],
            Gen.Int[0, Texts.Length - 1],
            Gen.Int[0, 6],
            Gen.Int[0, 1],
            Gen.Int[0, 7],
            Gen.Int[0, 2]
        )
        .Select(
            static (name, key, scope, unit, period, tag) =>
                CounterOf(
                    Texts[name],
                    Texts[key],
                    (BudgetScope)scope,
                    unit == 1,
                    (BudgetPeriod)(period % 4),
                    period / 4,
                    scope == (int)BudgetScope.Tag ? Texts[tag] : null
                )
        );

    private static readonly Gen<(BudgetCounter Counter, int Used, int Reserved)[]> Uses = Gen.Select(
        Counter,
        Gen.Int[1, 1_000],
        Gen.Int[0, 1_000]
    ).Array[1, 40];

    /// <summary>Tries a store, a new one each time.</summary>
    public static Task NeverMixAsync(Func<Task<IBudgetStore>> open, int times) =>
        Uses.SampleAsync(
            async uses =>
            {
                var store = await open();
                var model = new Dictionary<object, (long Used, long Reserved)>();
                foreach (var (counter, used, reserved) in uses)
                {
                    await store.OpenAsync(
                        [counter],
                        static (counters, _) =>
                            Task.FromResult<IReadOnlyList<IReadOnlyList<BudgetUse>>>([
                                .. counters.Select(static _ => Array.Empty<BudgetUse>()),
                            ]),
                        default
                    );
                    await store.SettleAsync(
                        Guid.CreateVersion7(),
                        [new BudgetCharge(counter, used, long.MaxValue)],
                        Now,
                        default
                    );
                    (
                        await store.ReserveAsync(
                            Guid.CreateVersion7(),
                            [new BudgetCharge(counter, reserved, long.MaxValue)],
                            Now,
                            Now.AddHours(1),
                            default
                        )
                    )
                        .IsGranted.Should()
                        .BeTrue();
                    var (a, b) = model.GetValueOrDefault(IdentityOf(counter));
                    model[IdentityOf(counter)] = (a + used, b + reserved);
                }

                var counts = await store.ReadAsync([.. uses.Select(static use => use.Counter)], Now, default);
                counts
                    .Select(static count => (count!.Value.Used, count.Value.Reserved))
                    .Should()
                    .Equal(uses.Select(use => model[IdentityOf(use.Counter)]));
            },
            iter: times,
            threads: 1
        );

    private static object IdentityOf(BudgetCounter counter) =>
        (
            counter.Budget,
            counter.Scope,
            counter.TagKey,
            counter.Key,
            counter.IsInRubles,
            counter.Period,
            counter.PeriodStart,
            counter.Window
        );

    private static BudgetCounter CounterOf(
        string name,
        string key,
        BudgetScope scope,
        bool isInRubles,
        BudgetPeriod period,
        int variant,
        string? tagKey
    )
    {
        var isRolling = period == BudgetPeriod.Rolling;
        return new BudgetCounter
        {
            Budget = name,
            TagKey = tagKey,
            Scope = scope,
            Key = scope == BudgetScope.Total ? null : key,
            IsInRubles = isInRubles,
            Period = period,
            PeriodStart = isRolling ? DateTimeOffset.MinValue : Now.AddDays(-variant),
            PeriodEnd = isRolling ? DateTimeOffset.MaxValue : Now.AddDays(31),
            Window = isRolling ? TimeSpan.FromHours(1 + variant) : null,
        };
    }
}
