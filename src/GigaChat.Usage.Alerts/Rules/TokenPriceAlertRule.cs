using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>
/// A token costs far more than usual, such as after a model was switched to a dearer one, whatever the number of calls.
/// </summary>
public sealed class TokenPriceAlertRule : UsageAlertRule
{
    internal const int FewestCalls = 20;

    private const int FewestHours = 48;
    private const int MostHours = 6;
    private const double Upper = 0.95;

    /// <summary>Initializes a new instance of the <see cref="TokenPriceAlertRule"/> class.</summary>
    public TokenPriceAlertRule()
        : base("token-price") => ResolveAfter = TimeSpan.FromHours(2);

    /// <summary>The factor by which the price of all but the dearest twentieth of hours must be exceeded.</summary>
    /// <value>The default is 1.4.</value>
    public decimal Factor { get; set; } = 1.4m;

    /// <summary>The number of requests in the last hours, at most 6, that the price is computed from.</summary>
    /// <value>The default is 40.</value>
    public int MinRequests { get; set; } = 40;

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireAtLeast(Factor, 1m, nameof(Factor));
        RequireAtLeast(MinRequests, 1, nameof(MinRequests));
    }

    /// <inheritdoc />
    public override async ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var facts = context.Facts;
        var prices = (await facts.BaselineAsync(cancellationToken).ConfigureAwait(false)).TokenPrices;
        var hours = await facts.HoursAsync(cancellationToken).ConfigureAwait(false);
        if (prices.Count < FewestHours || hours.Recent(MinRequests, MostHours) is not { } recent)
            return [];
        var spend = recent.Hours.Aggregate(default(Spend), static (sum, hour) => sum.Plus(hour.Total));
        var usual = prices.Order().ElementAt((int)(prices.Count * Upper));
        if (spend.Tokens == 0 || usual <= 0 || spend.Rubles / spend.Tokens <= usual * Factor)
            return [];
        const decimal Million = 1_000_000m;
        var (price, usualPrice) = (spend.Rubles / spend.Tokens * Million, usual * Million);
        var filter = new UsageFilter { From = recent.From, To = facts.Now.AddTicks(1) };
        var observation = AlertTexts.Observe(
            "price",
            words =>
                AlertTexts.Text(
                    words.Of(
                        $"A million tokens costs {words.Rubles(price)}, {words.Rubles(usualPrice)} at most is usual",
                        $"Миллион токенов стоит {words.Rubles(price)}, обычно не больше {words.Rubles(usualPrice)}"
                    ),
                    words.Of(
                        $"Since {words.Moment(recent.From, context.Usage.TimeZone)}: {words.Calls(spend.Calls)}, {words.Tokens(spend.Tokens)}, {words.Rubles(spend.Rubles)}.",
                        $"С {words.Moment(recent.From, context.Usage.TimeZone)}: {words.Calls(spend.Calls)}, {words.Tokens(spend.Tokens)}, {words.Rubles(spend.Rubles)}."
                    )
                ),
            ("rubles_per_million_tokens", decimal.Round(price, 2)),
            ("usual_rubles_per_million_tokens", decimal.Round(usualPrice, 2)),
            ("rubles", spend.Rubles),
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
