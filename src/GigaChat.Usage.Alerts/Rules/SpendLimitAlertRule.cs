using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>
/// A user, access token, type of token, model or operation spends more than an amount in a day or in a rolling window.
/// </summary>
/// <remarks>It is added with its amount: <c>alerts.Rules.Add(new SpendLimitAlertRule { Rubles = 500 })</c>, several
/// times with different names.</remarks>
public sealed class SpendLimitAlertRule : UsageAlertRule
{
    /// <summary>Initializes a new instance of the <see cref="SpendLimitAlertRule"/> class.</summary>
    /// <param name="name">The name, unique among rules.</param>
    public SpendLimitAlertRule(string name = "spend-limit")
        : base(name) { }

    /// <summary>The dimension: each of its keys has the limit.</summary>
    /// <value>The default is <see cref="UsageDimensions.User"/>.</value>
    public UsageDimensions Dimension { get; set; } = UsageDimensions.User;

    /// <summary>
    /// The key of a tag, such as <c>tenant</c>: each of its values has the limit, in place of <see cref="Dimension"/>;
    /// null for no tag.
    /// </summary>
    public string? TagKey { get; set; }

    /// <summary>The only user, token (as it is stored), model, operation or value of the tag that the rule is about; null for each.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>The amount in rubles; null for a limit in <see cref="Tokens"/>.</summary>
    public decimal? Rubles { get; set; }

    /// <summary>The amount in billed tokens; null for a limit in <see cref="Rubles"/>.</summary>
    public long? Tokens { get; set; }

    /// <summary>
    /// The rolling window, 1 hour to 7 days, which moves in steps of an hour; null for a day in the report time zone.
    /// </summary>
    public TimeSpan? Window { get; set; }

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        if (Rubles is null == Tokens is null)
            throw new ArgumentException($"{Name} must have either {nameof(Rubles)} or {nameof(Tokens)}.");
        if (Rubles is <= 0 || Tokens is <= 0)
            throw new ArgumentOutOfRangeException(nameof(Rubles), $"The amount of {Name} must be above 0.");
        if (
            Dimension
            is not (
                UsageDimensions.User
                or UsageDimensions.AccessToken
                or UsageDimensions.AccessTokenType
                or UsageDimensions.Model
                or UsageDimensions.Operation
            )
        )
            throw new ArgumentOutOfRangeException(
                nameof(Dimension),
                Dimension,
                $"{nameof(Dimension)} of {Name} must be User, AccessToken, AccessTokenType, Model or Operation."
            );
        if (Window is { } window && (window < TimeSpan.FromHours(1) || window > TimeSpan.FromDays(7)))
            throw new ArgumentOutOfRangeException(
                nameof(Window),
                Window,
                $"{nameof(Window)} of {Name} must be 1 hour to 7 days."
            );
    }

    /// <inheritdoc />
    public override async ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var facts = context.Facts;

        // The current hour counts as one of the window's.
        var from = Window is { } window
            ? UsageHours.HourOf(facts.Now).AddHours(1) - TimeSpan.FromHours(Math.Ceiling(window.TotalHours))
            : facts.DayStart;
        var sums = await facts.SumAsync(from, Dimension, TagKey, cancellationToken).ConfigureAwait(false);
        var found = new List<UsageAlertObservation>();
        foreach (var (key, spend) in sums.Where(pair => (Key is null || Key == pair.Key) && IsOver(pair.Value)))
        {
            var name =
                TagKey is null && Dimension == UsageDimensions.User && IncludeUserNames
                    ? await facts.NameOfAsync(key, cancellationToken).ConfigureAwait(false)
                    : null;
            found.Add(Observe(key, name, spend, from, context));
        }

        return found;
    }

    private bool IsOver(in Spend spend) => Rubles is { } rubles ? spend.Rubles > rubles : spend.Tokens > Tokens;

    private UsageAlertObservation Observe(
        string key,
        string? name,
        Spend spend,
        DateTimeOffset from,
        UsageAlertContext context
    )
    {
        var isInRubles = Rubles is not null;
        var (amount, limit) = isInRubles ? (spend.Rubles, Rubles!.Value) : (spend.Tokens, Tokens!.Value);
        var dimension = TagKey is null ? Dimension : UsageDimensions.None;
        var label = dimension == UsageDimensions.AccessToken ? Labels.Of(key) : key;
        var period = Window is null
            ? context.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : "rolling";
        var records = new UsageFilter { From = from, To = context.Now.AddTicks(1) };
        records = dimension switch
        {
            UsageDimensions.None => records with { Tags = UsageTags.Of(TagKey!, key) },
            UsageDimensions.User => records with { UserId = key },
            UsageDimensions.Model => records with { Model = key },
            UsageDimensions.Operation => records with { Operation = new UsageOperation(key) },
            UsageDimensions.AccessTokenType => records with { AccessTokenType = key },
            _ => records,
        };
        var isUser = dimension == UsageDimensions.User;
        return AlertTexts.Observe(
            $"{label}|{period}",
            words =>
            {
                var who = isUser
                    ? context.NameOf(
                        this,
                        key,
                        name,
                        words.IsRussian ? UsageAlertLanguage.Russian : UsageAlertLanguage.English
                    )
                    : label;
                var when = Window is { } window
                    ? words.Of($"in {words.Length(window)}", $"за {words.Length(window)}")
                    : words.Of("today", "за сегодня");
                var what = TagKey ?? words.Dimension(dimension);
                return AlertTexts.Text(
                    $"{what} {who}: {words.Amount(amount, isInRubles)} {when}",
                    words.Of(
                        $"The limit of the rule is {words.Amount(limit, isInRubles)}; {words.Calls(spend.Calls)}, {words.Tokens(spend.Tokens)}, {words.Rubles(spend.Rubles)}.",
                        $"Порог правила — {words.Amount(limit, isInRubles)}; {words.Calls(spend.Calls)}, {words.Tokens(spend.Tokens)}, {words.Rubles(spend.Rubles)}."
                    )
                );
            },
            ("dimension", TagKey ?? dimension.ToString()),
            ("rubles", spend.Rubles),
            ("tokens", spend.Tokens),
            ("calls", spend.Calls),
            ("limit", limit),
            ("unit", isInRubles ? "rubles" : "tokens"),
            ("key", isUser && !context.Options.IncludeUserIds ? null : label)
        ) with
        {
            Records = records,
            Users = isUser && context.Options.IncludeUserIds ? [key] : [],
            Explain =
                dimension == UsageDimensions.AccessToken
                    ? null
                    : cancellation => ExplainAsync(key, name, spend, from, records, context, cancellation),
        };
    }

    private Task<UsageAlertObservation> ExplainAsync(
        string key,
        string? name,
        Spend spend,
        DateTimeOffset from,
        UsageFilter records,
        UsageAlertContext context,
        CancellationToken cancellationToken
    ) =>
        Causes.ExplainAsync(
            Observe(key, name, spend, from, context),
            context,
            this,
            records,
            Causes.Usual(records, context.Usage.TimeZone),
            cancellationToken
        );
}
