using GigaChat.Usage.Alerts;
using GigaChat.Usage.Queries;

namespace GigaChat.Usage;

/// <summary>
/// The spend of a day, in total or of a model, user, access token or value of a tag, is outside the band of its seasonal forecast, which
/// knows weekdays and the Russian production calendar. The alert names who and what made the difference.
/// </summary>
/// <remarks>
/// Values of tags are compared for the keys in <see cref="UsageAlertRule.TagKeys"/>.
/// A day above its band is reported within minutes, a day below it when it is over. A forecast has a band once there
/// are three weeks of history; until then the rule reports nothing. Users and tokens are compared by tokens, the total,
/// models and tags by rubles. A user, token or value without a history is reported when it exceeds what is unusual for
/// every known one.
/// </remarks>
public sealed class SpendBandAlertRule : UsageAlertRule
{
    private static readonly Subject Whole = new(UsageDimensions.None, "");

    private readonly Dictionary<Subject, DayBand?> _bands = [];
    private readonly Dictionary<Subject, DayBand?> _highest = [];
    private UsageBaseline? _baseline;
    private DayBand? _yesterday;

    /// <summary>Initializes a new instance of the <see cref="SpendBandAlertRule"/> class.</summary>
    public SpendBandAlertRule()
        : base("spend-band") => RepeatAfter = null;

    /// <summary>The width of the band, in standard deviations of the forecast's errors.</summary>
    /// <value>The default is 5. The dashboard's band of 95 percent is 1.96, which one day in twenty leaves.</value>
    public double Deviations { get; set; } = 5;

    /// <summary>The smallest difference from the expected amount that is reported, in rubles.</summary>
    /// <value>The default is 100.</value>
    public decimal MinRubles { get; set; } = 100m;

    /// <summary>The factor by which the expected amount must be exceeded.</summary>
    /// <value>The default is 2.</value>
    public double MinFactor { get; set; } = 2;

    /// <summary><c>true</c> to report days below their band too; otherwise, <c>false</c>.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool ReportsDrops { get; set; } = true;

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireAtLeast(Deviations, 1, nameof(Deviations));
        RequireAtLeast(MinRubles, 0, nameof(MinRubles));
        RequireAtLeast(MinFactor, 1, nameof(MinFactor));
    }

    /// <inheritdoc />
    public override async ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var facts = context.Facts;
        Fit(await facts.BaselineAsync(cancellationToken).ConfigureAwait(false));
        var found = new List<UsageAlertObservation>();
        var total = await facts.TodayAsync(cancellationToken).ConfigureAwait(false);
        Compare(Whole, total);
        foreach (
            var dimension in (UsageDimensions[])
                [UsageDimensions.Model, UsageDimensions.User, UsageDimensions.AccessToken]
        )
        {
            foreach (var (key, spend) in await TodayAsync(dimension, null).ConfigureAwait(false))
                Compare(new Subject(dimension, key), spend);
        }

        foreach (var tag in TagKeys.Distinct(StringComparer.Ordinal))
        {
            foreach (var (value, spend) in await TodayAsync(UsageDimensions.None, tag).ConfigureAwait(false))
                Compare(new Subject(UsageDimensions.None, value, tag), spend);
        }

        if (ReportsDrops && Drop(context) is { } drop)
            found.Add(drop);
        return found;

        Task<IReadOnlyDictionary<string, Spend>> TodayAsync(UsageDimensions dimension, string? tag) =>
            facts.SumAsync(facts.DayStart, dimension, tag, cancellationToken);

        void Compare(in Subject subject, in Spend spend)
        {
            var amount = subject.IsInRubles ? (double)spend.Rubles : spend.Tokens;
            if (BandOf(subject) is { } band && IsAbove(amount, band, spend.Rubles))
                found.Add(Observe(subject, spend, band, context));
        }
    }

    /// <summary>Fits the forecasts of the day; once a day.</summary>
    private void Fit(UsageBaseline baseline)
    {
        if (ReferenceEquals(baseline, _baseline))
            return;
        _baseline = baseline;
        _bands.Clear();
        _highest.Clear();
        _bands[Whole] = DayBand.After(baseline.Rubles, baseline.Today, Deviations);
        foreach (var (model, days) in baseline.Models)
            _bands[new Subject(UsageDimensions.Model, model)] = DayBand.After(days, baseline.Today, Deviations);
        foreach (var (key, days) in baseline.Keys)
            _bands[new Subject(key.Dimension, key.Key)] = DayBand.After(days, baseline.Today, Deviations);
        foreach (var (tag, days) in baseline.Tags)
            _bands[new Subject(UsageDimensions.None, tag.Value, tag.Tag)] = DayBand.After(
                days,
                baseline.Today,
                Deviations
            );
        _yesterday = DayBand.After(baseline.Rubles[..^1], baseline.Today.AddDays(-1), Deviations);
    }

    /// <summary>Gets the band of a subject; for one without a history that of its kind with the highest.</summary>
    private DayBand? BandOf(Subject subject)
    {
        if (_bands.GetValueOrDefault(subject) is { } own)
            return own;
        if (subject == Whole || _bands.GetValueOrDefault(Whole) is null)
            return null;
        var kind = subject with { Key = "" };
        if (!_highest.TryGetValue(kind, out var highest))
        {
            var known = _bands
                .Where(pair => pair.Key != Whole && pair.Key with { Key = "" } == kind)
                .Select(static pair => pair.Value)
                .OfType<DayBand>()
                .ToList();
            _highest[kind] = highest = known.Count > 0 ? known.MaxBy(static band => band.High) : null;
        }

        return highest;
    }

    private bool IsAbove(double amount, in DayBand band, decimal rubles)
    {
        if (amount <= band.High || amount <= band.Expected * MinFactor)
            return false;

        // The amount beyond the expected one in rubles, at the price of the whole.
        var excess = (decimal)(1 - (band.Expected / amount)) * rubles;
        return excess >= MinRubles;
    }

    private UsageAlertObservation Observe(Subject subject, Spend spend, DayBand band, UsageAlertContext context)
    {
        var (dimension, key, tag) = subject;
        var inRubles = subject.IsInRubles;
        var label = dimension == UsageDimensions.AccessToken ? Labels.Of(key) : key;
        var filter = context.Facts.TodayFilter;
        filter = dimension switch
        {
            UsageDimensions.User => filter with { UserId = key },
            UsageDimensions.Model => filter with { Model = key },
            _ => tag is null ? filter : filter with { Tags = UsageTags.Of(tag, key) },
        };
        var isUser = dimension == UsageDimensions.User;
        var observation = AlertTexts.Observe(
            $"{tag ?? dimension.ToString()}|{label}|{context.Today:yyyy-MM-dd}",
            words =>
            {
                var what = dimension switch
                {
                    UsageDimensions.None when tag is not null => $"{tag} {label}",
                    UsageDimensions.None => words.Of("Spend today", "Расход за сегодня"),
                    UsageDimensions.User => words.Of("User ", "Пользователь ")
                        + context.NameOf(
                            this,
                            key,
                            null,
                            words.IsRussian ? UsageAlertLanguage.Russian : UsageAlertLanguage.English
                        ),
                    _ => $"{words.Dimension(dimension)} {label}",
                };
                var used = inRubles ? words.Rubles(spend.Rubles) : words.Tokens(spend.Tokens);
                var expected = Amount(band.Expected, inRubles, words);
                return AlertTexts.Text(
                    words.Of(
                        $"{what}: {used}, expected were about {expected}",
                        $"{what}: {used} вместо обычных {expected}"
                    ),
                    words.Of(
                        $"The forecast of the day allows for {Amount(band.High, inRubles, words)} at most; {words.Rubles(spend.Rubles)} have been spent so far.",
                        $"Прогноз дня допускает не больше {Amount(band.High, inRubles, words)}; пока израсходовано {words.Rubles(spend.Rubles)}."
                    )
                );
            },
            ("dimension", tag ?? dimension.ToString()),
            ("key", isUser && !context.Options.IncludeUserIds ? null : label),
            ("rubles", spend.Rubles),
            ("tokens", spend.Tokens),
            ("expected", Math.Round(band.Expected, 2)),
            ("high", Math.Round(band.High, 2)),
            ("unit", inRubles ? "rubles" : "tokens")
        ) with
        {
            Severity = UsageAlertSeverity.Critical,
            Records = filter,
            Users = isUser && context.Options.IncludeUserIds ? [key] : [],
        };
        var read = dimension == UsageDimensions.AccessToken ? filter with { AccessToken = key } : filter;
        return observation with
        {
            Explain = cancellationToken =>
                Causes.ExplainAsync(
                    observation,
                    context,
                    this,
                    read,
                    Causes.Usual(read, context.Usage.TimeZone),
                    cancellationToken
                ),
        };
    }

    /// <summary>Compares yesterday with its band: a day can only be too low once it is over.</summary>
    private UsageAlertObservation? Drop(UsageAlertContext context)
    {
        if (_yesterday is not { } band || _baseline is null)
            return null;
        var rubles = (decimal)_baseline.Rubles[^1];
        var missing = (decimal)band.Expected - rubles;
        if ((double)rubles >= band.Low || (double)rubles > band.Expected / MinFactor || missing < MinRubles)
            return null;
        var day = context.Today.AddDays(-1);
        var filter = new UsageFilter
        {
            From = ReportDays.StartOf(day, context.Usage.TimeZone),
            To = context.Facts.DayStart,
        };
        var observation = AlertTexts.Observe(
            $"drop|{day:yyyy-MM-dd}",
            words =>
                AlertTexts.Text(
                    words.Of(
                        $"Spend of {words.Day(day)}: {words.Rubles(rubles)}, expected were about {Amount(band.Expected, true, words)}",
                        $"Расход за {words.Day(day)}: {words.Rubles(rubles)} вместо обычных {Amount(band.Expected, true, words)}"
                    ),
                    words.Of(
                        $"The forecast of the day allows for {Amount(band.Low, true, words)} at least.",
                        $"Прогноз дня допускает не меньше {Amount(band.Low, true, words)}."
                    )
                ),
            ("day", day),
            ("rubles", rubles),
            ("expected", Math.Round(band.Expected, 2)),
            ("low", Math.Round(band.Low, 2))
        ) with
        {
            Records = filter,
        };
        return observation with
        {
            Explain = cancellationToken =>
                Causes.ExplainAsync(
                    observation,
                    context,
                    this,
                    filter,
                    Causes.Usual(filter, context.Usage.TimeZone),
                    cancellationToken
                ),
        };
    }

    private readonly record struct Subject(UsageDimensions Dimension, string Key, string? Tag = null)
    {
        public bool IsInRubles => Dimension is UsageDimensions.None or UsageDimensions.Model;
    }

    private static string Amount(double amount, bool inRubles, AlertWords words) =>
        words.Amount((decimal)Math.Min(amount, 1e15), inRubles);
}
