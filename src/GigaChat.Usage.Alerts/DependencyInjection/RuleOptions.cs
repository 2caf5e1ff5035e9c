using GigaChat.Usage.Configuration;

namespace GigaChat.Usage.Alerts;

/// <summary>Reads the options of each rule.</summary>
internal static class RuleOptions
{
    public static void Read(SettingGroup group, UsageAlertRule rule)
    {
        rule.Severity = group.Name<UsageAlertSeverity>(nameof(rule.Severity)) ?? rule.Severity;
        rule.ResolveAfter = group.Time(nameof(rule.ResolveAfter)) ?? rule.ResolveAfter;
        rule.RepeatAfter = group.Time(nameof(rule.RepeatAfter)) ?? rule.RepeatAfter;
        rule.IncludeUserNames = group.Boolean(nameof(rule.IncludeUserNames)) ?? rule.IncludeUserNames;
        rule.IncludeTopics = group.Boolean(nameof(rule.IncludeTopics)) ?? rule.IncludeTopics;
        foreach (var key in group.Items(nameof(rule.TagKeys)))
            rule.TagKeys.Add(key.Text ?? "");
        switch (rule)
        {
            case BudgetAlertRule budget:
                budget.Budget = group.Text(nameof(budget.Budget)) ?? budget.Budget;
                if (budget is BudgetRefusalAlertRule refusals)
                    refusals.Window = group.Time(nameof(refusals.Window)) ?? refusals.Window;
                if (budget is BudgetPaceAlertRule pace)
                    pace.Margin = Share(group, nameof(pace.Margin)) ?? pace.Margin;
                break;
            case SpendLimitAlertRule limit:
                limit.Dimension = group.Name<UsageDimensions>(nameof(limit.Dimension)) ?? limit.Dimension;
                limit.TagKey = group.Text(nameof(limit.TagKey)) ?? limit.TagKey;
                limit.Key = group.Text(nameof(limit.Key)) ?? limit.Key;
                limit.Rubles = group.Decimal(nameof(limit.Rubles)) ?? limit.Rubles;
                limit.Tokens = group.Whole(nameof(limit.Tokens)) ?? limit.Tokens;
                limit.Window = group.Time(nameof(limit.Window)) ?? limit.Window;
                break;
            case PackageAlertRule packages:
                packages.RunsOutWithinDays = Number(group, nameof(packages.RunsOutWithinDays))
                    ?? packages.RunsOutWithinDays;
                packages.ExpiresWithinDays = Number(group, nameof(packages.ExpiresWithinDays))
                    ?? packages.ExpiresWithinDays;
                packages.MinUnusedShare = Share(group, nameof(packages.MinUnusedShare)) ?? packages.MinUnusedShare;
                break;
            case BalanceCoverageAlertRule balance:
                balance.RequiredCoverage = Share(group, nameof(balance.RequiredCoverage)) ?? balance.RequiredCoverage;
                balance.Window = group.Time(nameof(balance.Window)) ?? balance.Window;
                balance.MinTokens = group.Whole(nameof(balance.MinTokens)) ?? balance.MinTokens;
                break;
            case SpendBandAlertRule band:
                band.Deviations = Share(group, nameof(band.Deviations)) ?? band.Deviations;
                band.MinRubles = group.Decimal(nameof(band.MinRubles)) ?? band.MinRubles;
                band.MinFactor = Share(group, nameof(band.MinFactor)) ?? band.MinFactor;
                band.ReportsDrops = group.Boolean(nameof(band.ReportsDrops)) ?? band.ReportsDrops;
                break;
            case SpendSpikeAlertRule spike:
                spike.Factor = group.Decimal(nameof(spike.Factor)) ?? spike.Factor;
                spike.ShareOfDay = Share(group, nameof(spike.ShareOfDay)) ?? spike.ShareOfDay;
                spike.MinRubles = group.Decimal(nameof(spike.MinRubles)) ?? spike.MinRubles;
                break;
            default:
                ReadOthers(group, rule);
                break;
        }
    }

    private static void ReadOthers(SettingGroup group, UsageAlertRule rule)
    {
        switch (rule)
        {
            case TokenPriceAlertRule price:
                price.Factor = group.Decimal(nameof(price.Factor)) ?? price.Factor;
                price.MinRequests = Number(group, nameof(price.MinRequests)) ?? price.MinRequests;
                break;
            case SilenceAlertRule silence:
                silence.ExpectedCalls = Share(group, nameof(silence.ExpectedCalls)) ?? silence.ExpectedCalls;
                break;
            case RecorderAlertRule recorder:
                recorder.Window = group.Time(nameof(recorder.Window)) ?? recorder.Window;
                recorder.MaxWait = group.Time(nameof(recorder.MaxWait)) ?? recorder.MaxWait;
                break;
            case WireContractAlertRule wire:
                wire.Window = group.Time(nameof(wire.Window)) ?? wire.Window;
                break;
            case EstimateShareAlertRule estimates:
                estimates.Share = Share(group, nameof(estimates.Share)) ?? estimates.Share;
                estimates.MinRequests = Number(group, nameof(estimates.MinRequests)) ?? estimates.MinRequests;
                break;
            case FailureRateAlertRule failures:
                failures.FailedShare = Share(group, nameof(failures.FailedShare)) ?? failures.FailedShare;
                failures.BlockedShare = Share(group, nameof(failures.BlockedShare)) ?? failures.BlockedShare;
                failures.MinRequests = Number(group, nameof(failures.MinRequests)) ?? failures.MinRequests;
                break;
            case DigestAlertRule digest:
                digest.Period = group.Name<UsageDigestPeriod>(nameof(digest.Period)) ?? digest.Period;
                digest.At = UsageAlertReader.Clock(group, nameof(digest.At)) ?? digest.At;
                digest.Top = Number(group, nameof(digest.Top)) ?? digest.Top;
                digest.Late = group.Time(nameof(digest.Late)) ?? digest.Late;
                break;
            default:
                break;
        }
    }

    private static double? Share(SettingGroup group, string key) => (double?)group.Decimal(key);

    private static int? Number(SettingGroup group, string key) =>
        (int?)Math.Clamp(group.Whole(key) ?? long.MinValue, int.MinValue, int.MaxValue) is var number
        && number == int.MinValue
            ? null
            : number;
}
