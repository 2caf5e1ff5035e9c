using GigaChat.Usage.Alerts;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>
/// A report of a day, week or month: spend and its change, users and models with the highest cost, the forecast,
/// packages, and the estimated part.
/// </summary>
public sealed class DigestAlertRule : UsageAlertRule
{
    /// <summary>Initializes a new instance of the <see cref="DigestAlertRule"/> class.</summary>
    /// <param name="name">The name, unique among rules.</param>
    public DigestAlertRule(string name = "digest")
        : base(name)
    {
        Severity = UsageAlertSeverity.Notice;
        RepeatAfter = null;
    }

    /// <summary>The period.</summary>
    /// <value>The default is <see cref="UsageDigestPeriod.Week"/>.</value>
    public UsageDigestPeriod Period { get; set; } = UsageDigestPeriod.Week;

    /// <summary>The time of day in the report time zone at which it is sent.</summary>
    /// <value>The default is 09:00.</value>
    public TimeOnly At { get; set; } = new(9, 0);

    /// <summary>The number of users and models that are listed.</summary>
    /// <value>The default is 5.</value>
    public int Top { get; set; } = 5;

    /// <summary>The time for which a digest that was not sent is still sent, such as after an outage.</summary>
    /// <value>The default is 1 day.</value>
    public TimeSpan Late { get; set; } = TimeSpan.FromDays(1);

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        if (!Enum.IsDefined(Period))
            throw new ArgumentOutOfRangeException(nameof(Period), Period, $"{nameof(Period)} of {Name} is unknown.");
        if (Top is < 1 or > 100)
            throw new ArgumentOutOfRangeException(nameof(Top), Top, $"{nameof(Top)} of {Name} must be 1 to 100.");
        if (Late < TimeSpan.FromHours(1) || Late > TimeSpan.FromDays(7))
            throw new ArgumentOutOfRangeException(
                nameof(Late),
                Late,
                $"{nameof(Late)} of {Name} must be 1 hour to 7 days."
            );
    }

    /// <inheritdoc />
    public override ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var (first, next) = LastPeriod(context);
        var due = ReportDays.StartOf(next, context.Usage.TimeZone) + At.ToTimeSpan();
        if (context.Now < due || context.Now > due + Late)
            return ValueTask.FromResult<IReadOnlyList<UsageAlertObservation>>([]);
        var shell = AlertTexts.Observe(
            $"{Period}|{first:yyyy-MM-dd}",
            words => AlertTexts.Text(DigestWriter.Title(Period, first, words)),
            ("period", Period),
            ("from", first),
            ("to", next.AddDays(-1))
        ) with
        {
            IsEvent = true,
        };
        return ValueTask.FromResult<IReadOnlyList<UsageAlertObservation>>([
            shell with
            {
                Explain = cancellation => new DigestWriter(context, this, first, next).WriteAsync(shell, cancellation),
            },
        ]);
    }

    /// <summary>Gets the last period that has ended: its first day, and the day after it.</summary>
    private (DateOnly First, DateOnly Next) LastPeriod(UsageAlertContext context)
    {
        // Before the time of day, the digest of the period before may still be due.
        var today = ReportDays.DayOf(context.Now - At.ToTimeSpan(), context.Usage.TimeZone);
        switch (Period)
        {
            case UsageDigestPeriod.Day:
                return (today.AddDays(-1), today);
            case UsageDigestPeriod.Week:
                var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
                return (monday.AddDays(-7), monday);
            default:
                var month = today.AddDays(1 - today.Day);
                return (month.AddMonths(-1), month);
        }
    }
}
