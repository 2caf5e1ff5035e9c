using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>
/// The current hour costs far more than that hour has cost on days of the same kind, working days or days off, in the
/// last five weeks.
/// </summary>
public sealed class SpendSpikeAlertRule : UsageAlertRule
{
    private const int FewestDays = 14;

    /// <summary>Initializes a new instance of the <see cref="SpendSpikeAlertRule"/> class.</summary>
    public SpendSpikeAlertRule()
        : base("spend-spike")
    {
        Severity = UsageAlertSeverity.Critical;
        ResolveAfter = TimeSpan.FromMinutes(90);
    }

    /// <summary>The factor by which the most expensive such hour must be exceeded.</summary>
    /// <value>The default is 3.</value>
    public decimal Factor { get; set; } = 3m;

    /// <summary>The share of a usual day that the hour must cost.</summary>
    /// <value>The default is 0.4.</value>
    public double ShareOfDay { get; set; } = 0.4;

    /// <summary>The cost of the hour below which nothing is reported, in rubles.</summary>
    /// <value>The default is 50.</value>
    public decimal MinRubles { get; set; } = 50m;

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireAtLeast(Factor, 1m, nameof(Factor));
        RequireShare(ShareOfDay, nameof(ShareOfDay));
        RequireAtLeast(MinRubles, 0m, nameof(MinRubles));
    }

    /// <inheritdoc />
    public override async ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var facts = context.Facts;
        var baseline = await facts.BaselineAsync(cancellationToken).ConfigureAwait(false);
        if (baseline.KnownDays < FewestDays)
            return [];
        var hour = UsageHours.HourOf(facts.Now);
        var spend = (await facts.HoursAsync(cancellationToken).ConfigureAwait(false)).At(hour)?.Total ?? default;
        var usual = baseline.Profile.MostRubles(hour);
        var day = (decimal)baseline.Rubles.TakeLast(FewestDays).Average();
        var limit = Math.Max(Math.Max(usual * Factor, day * (decimal)ShareOfDay), MinRubles);
        if (spend.Rubles <= limit)
            return [];
        var filter = new UsageFilter { From = hour, To = facts.Now.AddTicks(1) };
        var observation = AlertTexts.Observe(
            "hour",
            words =>
                AlertTexts.Text(
                    words.Of(
                        $"{words.Rubles(spend.Rubles)} in this hour, {words.Rubles(usual)} at most is usual",
                        $"{words.Rubles(spend.Rubles)} за этот час, обычно не больше {words.Rubles(usual)}"
                    ),
                    words.Of(
                        $"Since {words.Moment(hour, context.Usage.TimeZone)}: {words.Calls(spend.Calls)}, {words.Tokens(spend.Tokens)}.",
                        $"С {words.Moment(hour, context.Usage.TimeZone)}: {words.Calls(spend.Calls)}, {words.Tokens(spend.Tokens)}."
                    )
                ),
            ("hour", hour),
            ("rubles", spend.Rubles),
            ("usual_rubles", usual),
            ("calls", spend.Calls),
            ("tokens", spend.Tokens)
        ) with
        {
            Records = filter,
        };
        return
        [
            observation with
            {
                Explain = cancellation =>
                    Causes.ExplainAsync(
                        observation,
                        context,
                        this,
                        filter,
                        Causes.Usual(filter, context.Usage.TimeZone),
                        cancellation
                    ),
            },
        ];
    }
}
