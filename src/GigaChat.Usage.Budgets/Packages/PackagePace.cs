using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage.Budgets;

/// <summary>Continues the consumption of packages at the pace of a forecast.</summary>
internal sealed class PackagePace(TimeZoneInfo zone, DateTimeOffset now, double[] history)
{
    private const int DaysAheadCount = 366;

    private readonly DaysAhead _ahead = new(history, ReportDays.DayOf(now, zone), DaysAheadCount);

    public TokenPackageFamilyStatus StatusOf(string family, PackageBurn burn)
    {
        var (runsOutOn, unused) = BurnOn(burn.Copy(), static sum => sum.Expected);
        return new TokenPackageFamilyStatus
        {
            Family = family,
            RemainingTokens = burn.UsableAt(now),
            UncoveredTokens = burn.Uncovered,
            Method = _ahead.Method,
            RunsOutOn = runsOutOn,
            RunsOutEarliest = BurnOn(burn.Copy(), static sum => sum.High80).RunsOutOn,
            RunsOutLatest = BurnOn(burn.Copy(), static sum => sum.Low80).RunsOutOn,
            Packages = [.. burn.Packages.Select((package, i) => StatusOf(package, burn.UsedOf(i), unused[i]))],
        };
    }

    private TokenPackageStatus StatusOf(TokenPackage package, long used, long unused)
    {
        var left = package.Tokens - used;
        var isExpired = now >= package.ExpiresAt;
        var usedAtLast = package.Tokens - (isExpired ? left : unused);
        return new TokenPackageStatus
        {
            Package = package,
            UsedTokens = used,
            RemainingTokens = isExpired || now < package.BoughtAt ? 0 : left,
            ExpiredTokens = isExpired ? left : 0,
            WillExpireUnusedTokens = isExpired ? 0 : unused,
            EffectiveRublesPerMillionTokens = usedAtLast == 0 ? null : package.Rubles * 1_000_000m / usedAtLast,
        };
    }

    /// <summary>Gets the first day that is not covered, and the remainder of each package when it expires.</summary>
    private (DateOnly? RunsOutOn, long[] Unused) BurnOn(PackageBurn burn, Func<Band, double> pace)
    {
        DateOnly? runsOutOn = null;
        var burned = 0L;
        for (var i = 0; i < _ahead.Count; i++)
        {
            // Today counts as a whole: its usage so far is small compared with the interval, and an early date is the
            // safe error.
            var at = i == 0 ? now : ReportDays.StartOf(_ahead.DayOf(i), zone);
            var sum = (long)Math.Round(pace(_ahead.SumOf(i)));
            if (burn.Burn(Math.Max(0, sum - burned), at) > 0)
                runsOutOn ??= _ahead.DayOf(i);
            burned = Math.Max(burned, sum);
        }

        // An expired package is not consumed any more: its remainder at the end is the one at its expiry.
        return (runsOutOn, [.. burn.Packages.Select((package, i) => package.ExpiresAt is null ? 0 : burn.LeftOf(i))]);
    }
}
