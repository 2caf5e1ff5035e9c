using GigaChat.Usage.Alerts;
using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>A budget will be used up before its period ends if usage goes on as it did.</summary>
/// <remarks>
/// For a budget of all calls the pace is the seasonal forecast, once there are three weeks of history; otherwise it is
/// that of the period so far, once a quarter of it is over.
/// </remarks>
public sealed class BudgetPaceAlertRule : BudgetAlertRule
{
    private const double FewestElapsed = 0.25;

    /// <summary>Initializes a new instance of the <see cref="BudgetPaceAlertRule"/> class.</summary>
    public BudgetPaceAlertRule()
        : base("budget-pace")
    {
        // The pace moves up and down around the limit: an alert that ends each time it dips would be sent again.
        ResolveAfter = TimeSpan.FromHours(6);
        RepeatAfter = null;
    }

    /// <summary>The share of the limit by which the expected use must exceed it.</summary>
    /// <value>The default is 0.1: 10 percent.</value>
    public double Margin { get; set; } = 0.1;

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireAtLeast(Margin, 0, nameof(Margin));
    }

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
            if (!Covers(status.Budget) || status.PeriodEnd is not { } end || status.Used >= status.Limit)
                continue;
            var pace = status.Budget is { Scope: BudgetScope.Total, Period: not BudgetPeriod.Day }
                ? await ForecastAsync(status, end, context, cancellationToken).ConfigureAwait(false)
                    ?? Linear(status, end, context)
                : Linear(status, end, context);
            if (pace is { } known && known.Expected > (double)status.Limit * (1 + Margin) && known.UsedUpAt < end)
                found.Add(Observe(status, end, known, context));
        }

        return found;
    }

    private static Pace? Linear(BudgetStatus status, DateTimeOffset end, UsageAlertContext context)
    {
        var start = PeriodStart(status.Budget, end, context);
        var elapsed = (context.Now - start) / (end - start);
        if (elapsed < FewestElapsed || status.Used <= 0)
            return null;
        var perPeriod = (double)status.Used / elapsed;
        return new Pace(perPeriod, start + ((end - start) * ((double)status.Limit / perPeriod)));
    }

    /// <summary>Adds the expected days to the used amount until the limit is reached.</summary>
    private static async Task<Pace?> ForecastAsync(
        BudgetStatus status,
        DateTimeOffset end,
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        var facts = context.Facts;
        var baseline = await facts.BaselineAsync(cancellationToken).ConfigureAwait(false);
        var history = status.Budget.IsInRubles ? baseline.Rubles : baseline.Tokens;
        var last = ReportDays.DayOf(end.AddTicks(-1), facts.TimeZone);
        var scale = status.Budget.IsInRubles ? 10_000 : 1;
        var ahead = new DaysAhead(
            [.. history.Select(amount => amount * scale)],
            facts.Today,
            last.DayNumber - facts.Today.DayNumber + 1
        );
        if (ahead.Method != ForecastMethod.Seasonal)
            return null;
        var sum = (double)status.Used;
        DateTimeOffset? usedUp = null;
        for (var i = 0; i < ahead.Count; i++)
        {
            var (start, next) = (
                ReportDays.StartOf(ahead.DayOf(i), facts.TimeZone),
                ReportDays.StartOf(ahead.DayOf(i).AddDays(1), facts.TimeZone)
            );
            var from = start > facts.Now ? start : facts.Now;
            var amount = ahead.ExpectedOf(i) / scale * Math.Max(0, (next - from) / (next - start));
            if (usedUp is null && sum + amount >= (double)status.Limit)
                usedUp = from + ((next - from) * (((double)status.Limit - sum) / amount));
            sum += amount;
        }

        return new Pace(sum, usedUp ?? end);
    }

    private UsageAlertObservation Observe(
        BudgetStatus status,
        DateTimeOffset end,
        in Pace pace,
        UsageAlertContext context
    )
    {
        var (budget, expected, at) = (status.Budget, (decimal)pace.Expected, pace.UsedUpAt);
        return AlertTexts.Observe(
            $"{KeyOf(budget, status.Key)}|{end.UtcDateTime.ToString("yyyyMMddHH", System.Globalization.CultureInfo.InvariantCulture)}",
            words =>
                AlertTexts.Text(
                    Subject(budget, status.Key, context, words)
                        + words.Of(
                            $" will be used up on {words.Moment(at, context.Usage.TimeZone)}",
                            $" закончится {words.Moment(at, context.Usage.TimeZone)}"
                        ),
                    words.Of(
                        $"At this pace {words.Amount(expected, budget.IsInRubles)} will be used by {words.Moment(end, context.Usage.TimeZone)}; the limit is {words.Amount(status.Limit, budget.IsInRubles)}, {words.Amount(status.Used, budget.IsInRubles)} is used.",
                        $"При таком темпе к {words.Moment(end, context.Usage.TimeZone)} будет израсходовано {words.Amount(expected, budget.IsInRubles)}; лимит {words.Amount(status.Limit, budget.IsInRubles)}, израсходовано {words.Amount(status.Used, budget.IsInRubles)}."
                    )
                ),
            ("budget", budget.Name),
            ("used", status.Used),
            ("limit", status.Limit),
            ("expected", decimal.Round(expected, 2)),
            ("unit", budget.IsInRubles ? "rubles" : "tokens"),
            ("used_up_at", at),
            ("period_end", end)
        ) with
        {
            Records = Records(budget, status.Key, end, context),
            Users = Users(budget, status.Key, context),
        };
    }

    private readonly record struct Pace(double Expected, DateTimeOffset UsedUpAt);
}
