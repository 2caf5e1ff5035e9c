using CsCheck;

namespace GigaChat.Usage;

/// <summary>Counters of random budgets and keys whose names are made of one another's parts, used at random beside a plain model that tells all of them apart (L32).</summary>
internal static class CounterMix
{
    public static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string> Text = Gen.OneOfConst("a", "b", "a/b", "/", "a/", "/a", "a/b/a", "A", "Tokens", "User", "'", "а");

    private static readonly Gen<BudgetCounter> Counter =
        from name in Text
        from scope in Gen.Enum<BudgetScope>()
        from key in Text
        from isInRubles in Gen.Bool
        from period in Gen.Enum<BudgetPeriod>()
        from start in Gen.Int[0, 1]
        from hours in Gen.Int[1, 2]
        let isRolling = period == BudgetPeriod.Rolling
        select new BudgetCounter
        {
            Budget = name,
            Scope = scope,
            Key = scope == BudgetScope.Total ? null : key,
            IsInRubles = isInRubles,
            Period = period,
            PeriodStart = isRolling ? DateTimeOffset.MinValue : Now.AddDays(-start),
            PeriodEnd = isRolling ? DateTimeOffset.MaxValue : Now.AddDays(31),
            Window = isRolling ? TimeSpan.FromHours(hours) : null,
        };

    private static readonly Gen<(BudgetCounter Counter, int Used, int Reserved)[]> Uses =
        Gen.Select(Counter, Gen.Int[1, 1_000], Gen.Int[0, 1_000]).Array[1, 40];

    /// <summary>Tries a store, a new one each time.</summary>
    public static Task NeverMixAsync(Func<Task<IBudgetStore>> open, int times) => Uses.SampleAsync(
        async uses =>
        {
            var store = await open();
            var model = new Dictionary<object, (long Used, long Reserved)>();
            foreach (var (counter, used, reserved) in uses)
            {
                await store.OpenAsync([counter], static (counters, _) => Task.FromResult<IReadOnlyList<IReadOnlyList<BudgetUse>>>([.. counters.Select(static _ => Array.Empty<BudgetUse>())]), default);
                await store.SettleAsync(Guid.CreateVersion7(), [new BudgetCharge(counter, used, long.MaxValue)], Now, default);
                (await store.ReserveAsync(Guid.CreateVersion7(), [new BudgetCharge(counter, reserved, long.MaxValue)], Now, Now.AddHours(1), default)).IsGranted.Should().BeTrue();
                var (a, b) = model.GetValueOrDefault(IdentityOf(counter));
                model[IdentityOf(counter)] = (a + used, b + reserved);
            }

            var counts = await store.ReadAsync([.. uses.Select(static use => use.Counter)], Now, default);
            counts.Select(static count => (count!.Value.Used, count.Value.Reserved)).Should().Equal(uses.Select(use => model[IdentityOf(use.Counter)]));
        },
        iter: times,
        threads: 1);

    private static object IdentityOf(BudgetCounter counter) =>
        (counter.Budget, counter.Scope, counter.Key, counter.IsInRubles, counter.Period, counter.PeriodStart, counter.Window);
}
