using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>Too many of the requests of the last hours failed, or were blocked by the provider.</summary>
public sealed class FailureRateAlertRule : UsageAlertRule
{
    private const int MostHours = 3;

    /// <summary>Initializes a new instance of the <see cref="FailureRateAlertRule"/> class.</summary>
    public FailureRateAlertRule()
        : base("failures") => ResolveAfter = TimeSpan.FromMinutes(30);

    /// <summary>The share of failed requests.</summary>
    /// <value>The default is 0.25.</value>
    public double FailedShare { get; set; } = 0.25;

    /// <summary>The share of blocked requests.</summary>
    /// <value>The default is 0.25.</value>
    public double BlockedShare { get; set; } = 0.25;

    /// <summary>The number of requests in the last hours, at most 3, that the shares are computed from.</summary>
    /// <value>The default is 20.</value>
    public int MinRequests { get; set; } = 20;

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireShare(FailedShare, nameof(FailedShare));
        RequireShare(BlockedShare, nameof(BlockedShare));
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
        var requests = recent.Hours.Sum(static hour => hour.Requests);
        var found = new List<UsageAlertObservation>();
        var failed = recent.Hours.Sum(static hour => hour.Failed);
        if (failed >= FailedShare * requests)
            found.Add(Observe("failed", failed, requests, UsageOutcome.Failed, recent.From, context));
        var blocked = recent.Hours.Sum(static hour => hour.Blocked);
        if (blocked >= BlockedShare * requests)
            found.Add(Observe("blocked", blocked, requests, UsageOutcome.Blocked, recent.From, context));
        return found;
    }

    private static UsageAlertObservation Observe(
        string key,
        long count,
        long requests,
        UsageOutcome outcome,
        DateTimeOffset from,
        UsageAlertContext context
    )
    {
        var share = (double)count / requests;
        var isFailed = outcome == UsageOutcome.Failed;
        return AlertTexts.Observe(
            key,
            words =>
                AlertTexts.Text(
                    isFailed
                        ? words.Of(
                            $"{words.Percent(share)} of the requests failed",
                            $"Ошибкой завершилось {words.Percent(share)} запросов"
                        )
                        : words.Of(
                            $"{words.Percent(share)} of the requests were blocked",
                            $"Заблокировано {words.Percent(share)} запросов"
                        ),
                    words.Of(
                        $"Since {words.Moment(from, context.Usage.TimeZone)}: {words.Count(count)} of {words.Count(requests)}.",
                        $"С {words.Moment(from, context.Usage.TimeZone)}: {words.Count(count)} из {words.Count(requests)}."
                    )
                ),
            ("share", share),
            ("count", count),
            ("requests", requests)
        ) with
        {
            Severity = isFailed ? UsageAlertSeverity.Critical : UsageAlertSeverity.Warning,
            Records = new UsageFilter
            {
                From = from,
                To = context.Now.AddTicks(1),
                Outcome = outcome,
            },
        };
    }
}
