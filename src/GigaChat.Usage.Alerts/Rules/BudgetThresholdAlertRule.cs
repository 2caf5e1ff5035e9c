using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>A budget has reached one of its thresholds (<see cref="UsageBudget.Thresholds"/>).</summary>
/// <remarks>An alert lasts until the budget is renewed, or falls below the threshold.</remarks>
public sealed class BudgetThresholdAlertRule : BudgetAlertRule
{
    private const int Full = 100;

    /// <summary>Initializes a new instance of the <see cref="BudgetThresholdAlertRule"/> class.</summary>
    public BudgetThresholdAlertRule()
        : base("budget-threshold") => RepeatAfter = null;

    /// <inheritdoc />
    public override async ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var found = new List<UsageAlertObservation>();
        foreach (var status in await context.Facts.BudgetsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!Covers(status.Budget) || status.Limit <= 0)
                continue;
            int[] reached =
            [
                .. status.Budget.Thresholds.Where(percent => status.Used >= status.Limit * percent / 100m),
            ];

            // The highest alone opens an alert; a lower one that was sent before stays.
            found.AddRange(reached.Select((percent, i) => Observe(status, percent, i < reached.Length - 1, context)));
        }

        return found;
    }

    private UsageAlertObservation Observe(BudgetStatus status, int percent, bool extendsOnly, UsageAlertContext context)
    {
        var (budget, share) = (status.Budget, (double)(status.Used / status.Limit));
        var period = status.PeriodEnd is { } end
            ? end.UtcDateTime.ToString("yyyyMMddHH", System.Globalization.CultureInfo.InvariantCulture)
            : "rolling";
        return AlertTexts.Observe(
            $"{KeyOf(budget, status.Key)}|{percent}|{period}",
            words =>
                AlertTexts.Text(
                    Subject(budget, status.Key, context, words)
                        + words.Of($": {words.Percent(share)} is used", $": израсходовано {words.Percent(share)}"),
                    words.Of(
                        $"Used {words.Amount(status.Used, budget.IsInRubles)} of {words.Amount(status.Limit, budget.IsInRubles)}; the threshold is {words.Percent(percent / 100d)}.",
                        $"Израсходовано {words.Amount(status.Used, budget.IsInRubles)} из {words.Amount(status.Limit, budget.IsInRubles)}; порог {words.Percent(percent / 100d)}."
                    ),
                    status.PeriodEnd is { } renewed
                        ? words.Of(
                            $"It is renewed on {words.Moment(renewed, context.Usage.TimeZone)}.",
                            $"Обновится {words.Moment(renewed, context.Usage.TimeZone)}."
                        )
                        : null,
                    percent >= Full && budget.Action != BudgetAction.Warn
                        ? words.Of(
                            "Calls that do not fit are refused until then.",
                            "До этого вызовы, которые не помещаются, отклоняются."
                        )
                        : null
                ),
            ("budget", budget.Name),
            ("threshold_percent", percent),
            ("used", status.Used),
            ("limit", status.Limit),
            ("unit", budget.IsInRubles ? "rubles" : "tokens"),
            ("period_end", status.PeriodEnd)
        ) with
        {
            Severity = percent >= Full && budget.Action != BudgetAction.Warn ? UsageAlertSeverity.Critical : Severity,
            Records = Records(budget, status.Key, status.PeriodEnd, context),
            Users = Users(budget, status.Key, context),
            ExtendsOnly = extendsOnly,
        };
    }
}
