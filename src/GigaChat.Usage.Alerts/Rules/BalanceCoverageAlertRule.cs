using GigaChat.Usage.Alerts;
using GigaChat.Usage.Budgets;

namespace GigaChat.Usage;

/// <summary>
/// The records explain less of what the provider deducted than required: some calls do not pass through the handler.
/// </summary>
public sealed class BalanceCoverageAlertRule : UsageAlertRule
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMinutes(10);

    private IReadOnlyList<BalanceFamily> _families = [];
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>Initializes a new instance of the <see cref="BalanceCoverageAlertRule"/> class.</summary>
    public BalanceCoverageAlertRule()
        : base("balance-coverage") => ResolveAfter = TimeSpan.FromHours(1);

    /// <summary>The share of the deducted tokens that records must explain, for each family.</summary>
    /// <value>The default is 0.99.</value>
    public double RequiredCoverage { get; set; } = 0.99;

    /// <summary>The age of the oldest balance that is compared.</summary>
    /// <value>The default is 1 day.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The number of tokens that must be unexplained.</summary>
    /// <value>The default is 10,000.</value>
    public long MinTokens { get; set; } = 10_000;

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireShare(RequiredCoverage, nameof(RequiredCoverage));
        RequireAtLeast(Window, TimeSpan.FromMinutes(1), nameof(Window));
        RequireAtLeast(MinTokens, 0, nameof(MinTokens));
    }

    /// <inheritdoc />
    public override async ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Facts.Services.Balance is not { } balance)
            return [];
        BalanceSnapshot[] snapshots =
        [
            .. balance.Snapshots.Where(snapshot => !snapshot.IsPayAsYouGo && snapshot.At >= context.Now - Window),
        ];
        if (snapshots.Length < 2)
            return [];
        if (snapshots[^1].At != _newest || context.Now - _readAt >= ReadEvery)
        {
            // Without a flush and without the log lines of a reconciliation that was asked for.
            _families = await new BalanceComparison(context.Usage, snapshots, context.Facts.Services.TokenPackages)
                .CompareAsync(cancellationToken)
                .ConfigureAwait(false);
            (_newest, _readAt) = (snapshots[^1].At, context.Now);
        }

        return
        [
            .. _families
                .Where(family =>
                    family.DrainedTokens > 0
                    && family.BypassedTokens >= MinTokens
                    && (double)((family.DrainedTokens - family.BypassedTokens) / family.DrainedTokens)
                        < RequiredCoverage
                )
                .Select(family => Observe(family, snapshots[0].At, snapshots[^1].At, context)),
        ];
    }

    private UsageAlertObservation Observe(
        BalanceFamily family,
        DateTimeOffset from,
        DateTimeOffset to,
        UsageAlertContext context
    )
    {
        var coverage = (double)((family.DrainedTokens - family.BypassedTokens) / family.DrainedTokens);
        return AlertTexts.Observe(
            family.Family,
            words =>
                AlertTexts.Text(
                    words.Of(
                        $"Records explain {words.Percent(coverage)} of the tokens deducted for {family.Family}",
                        $"Записи объясняют {words.Percent(coverage)} токенов, списанных за {family.Family}"
                    ),
                    words.Of(
                        $"From {words.Moment(from, context.Usage.TimeZone)} to {words.Moment(to, context.Usage.TimeZone)} the provider deducted {words.Tokens((long)family.DrainedTokens)}; {words.Tokens((long)family.BypassedTokens)} did not pass through the handler. Required is {words.Percent(RequiredCoverage)}.",
                        $"С {words.Moment(from, context.Usage.TimeZone)} по {words.Moment(to, context.Usage.TimeZone)} провайдер списал {words.Tokens((long)family.DrainedTokens)}; мимо обработчика прошло {words.Tokens((long)family.BypassedTokens)}. Требуется {words.Percent(RequiredCoverage)}."
                    )
                ),
            ("family", family.Family),
            ("coverage", coverage),
            ("drained_tokens", family.DrainedTokens),
            ("bypassed_tokens", family.BypassedTokens),
            ("required_coverage", RequiredCoverage)
        ) with
        {
            Records = new UsageFilter { From = from, To = to },
        };
    }
}
