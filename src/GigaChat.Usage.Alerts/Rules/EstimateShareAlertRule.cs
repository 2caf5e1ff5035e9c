using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>Too many of the tokens of the last hours are estimates, because responses report no usage.</summary>
public sealed class EstimateShareAlertRule : UsageAlertRule
{
    private const int MostHours = 24;

    /// <summary>Initializes a new instance of the <see cref="EstimateShareAlertRule"/> class.</summary>
    public EstimateShareAlertRule()
        : base("estimates") => ResolveAfter = TimeSpan.FromHours(1);

    /// <summary>The share of estimated tokens.</summary>
    /// <value>The default is 0.3.</value>
    public double Share { get; set; } = 0.3;

    /// <summary>The number of requests in the last hours, at most 24, that the share is computed from.</summary>
    /// <value>The default is 50.</value>
    public int MinRequests { get; set; } = 50;

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireShare(Share, nameof(Share));
        RequireAtLeast(MinRequests, 1, nameof(MinRequests));
    }

    /// <inheritdoc />
    public override async ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var hours = await context.Facts.HoursAsync(cancellationToken).ConfigureAwait(false);
        if (hours.Recent(MinRequests, MostHours) is not { } recent)
            return [];
        var tokens = recent.Hours.Sum(static hour => hour.Total.Tokens);
        var estimated = recent.Hours.Sum(static hour => hour.EstimatedTokens);
        var share = tokens == 0 ? 0 : (double)estimated / tokens;
        if (share < Share)
            return [];
        return
        [
            AlertTexts.Observe(
                "share",
                words =>
                    AlertTexts.Text(
                        words.Of(
                            $"{words.Percent(share)} of the tokens are estimates",
                            $"{words.Percent(share)} токенов — оценка"
                        ),
                        words.Of(
                            $"Since {words.Moment(recent.From, context.Usage.TimeZone)}: {words.Tokens(estimated)} of {words.Count(tokens)} are estimated, because the responses report no usage or were interrupted.",
                            $"С {words.Moment(recent.From, context.Usage.TimeZone)}: {words.Tokens(estimated)} из {words.Count(tokens)} оценены, потому что ответы не сообщают расход или прерваны."
                        )
                    ),
                ("share", share),
                ("estimated_tokens", estimated),
                ("tokens", tokens)
            ) with
            {
                Records = new UsageFilter
                {
                    From = recent.From,
                    To = context.Now.AddTicks(1),
                    Source = UsageSource.Estimated,
                },
            },
        ];
    }
}
