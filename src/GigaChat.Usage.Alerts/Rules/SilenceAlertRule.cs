using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>
/// There have been no calls for a time in which many are usual at this hour of a working day, or of a day off.
/// </summary>
public sealed class SilenceAlertRule : UsageAlertRule
{
    private const int FewestDays = 14;
    private const int MostHours = 24;

    /// <summary>Initializes a new instance of the <see cref="SilenceAlertRule"/> class.</summary>
    public SilenceAlertRule()
        : base("silence") => Severity = UsageAlertSeverity.Critical;

    /// <summary>The number of calls that are usual in the time without calls.</summary>
    /// <value>The default is 30: by chance alone that many do not fail to come.</value>
    public double ExpectedCalls { get; set; } = 30;

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireAtLeast(ExpectedCalls, 5, nameof(ExpectedCalls));
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
        var hours = await facts.HoursAsync(cancellationToken).ConfigureAwait(false);
        if (baseline.KnownDays < FewestDays)
            return [];

        // From the current hour back: an hour without calls counts as far as every such hour had some.
        var current = UsageHours.HourOf(facts.Now);
        var (expected, since) = (0d, facts.Now);
        for (var back = 0; back < MostHours; back++)
        {
            var hour = current.AddHours(-back);
            if (hours.At(hour) is not { Requests: 0 })
                break;
            var part = back == 0 ? (facts.Now - hour) / TimeSpan.FromHours(1) : 1;
            expected += baseline.Profile.FewestCalls(hour) > 0 ? baseline.Profile.MeanCalls(hour) * part : 0;
            since = hour;
        }

        if (expected < ExpectedCalls)
            return [];
        return
        [
            AlertTexts.Observe(
                "calls",
                words =>
                    AlertTexts.Text(
                        words.Of(
                            $"No call since {words.Moment(since, context.Usage.TimeZone)}",
                            $"Нет вызовов с {words.Moment(since, context.Usage.TimeZone)}"
                        ),
                        words.Of(
                            $"In this time {words.Calls((long)expected)} are usual. Look at the application, its network, and the diagnostics of usage tracking.",
                            $"Обычно за это время бывает {words.Calls((long)expected)}. Проверьте приложение, его сеть и диагностику учёта."
                        )
                    ),
                ("since", since),
                ("expected_calls", Math.Round(expected))
            ) with
            {
                Records = new UsageFilter { From = since.AddHours(-2), To = facts.Now },
            },
        ];
    }
}
