using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>A prepaid package runs out soon, or expires with tokens in it.</summary>
public sealed class PackageAlertRule : UsageAlertRule
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMinutes(30);

    private IReadOnlyList<TokenPackageFamilyStatus> _status = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>Initializes a new instance of the <see cref="PackageAlertRule"/> class.</summary>
    public PackageAlertRule()
        : base("packages")
    {
        ResolveAfter = TimeSpan.FromHours(6);
        RepeatAfter = TimeSpan.FromDays(7);
    }

    /// <summary>The number of days before the expected run-out date at which the alert is sent.</summary>
    /// <value>The default is 14.</value>
    public int RunsOutWithinDays { get; set; } = 14;

    /// <summary>The number of days before a package expires at which unused tokens are reported.</summary>
    /// <value>The default is 30.</value>
    public int ExpiresWithinDays { get; set; } = 30;

    /// <summary>The share of a package that must be expected to expire unused.</summary>
    /// <value>The default is 0.05: 5 percent.</value>
    public double MinUnusedShare { get; set; } = 0.05;

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireAtLeast(RunsOutWithinDays, 0, nameof(RunsOutWithinDays));
        RequireAtLeast(ExpiresWithinDays, 0, nameof(ExpiresWithinDays));
        RequireShare(MinUnusedShare, nameof(MinUnusedShare));
    }

    /// <inheritdoc />
    public override async ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var services = context.Facts.Services;
        if (services.Packages is not { } packages || services.TokenPackages.Count == 0)
            return [];
        if (context.Now - _readAt >= ReadEvery || context.Now < _readAt)
            (_status, _readAt) = (await packages.GetStatusAsync(cancellationToken).ConfigureAwait(false), context.Now);
        var found = new List<UsageAlertObservation>();
        foreach (var family in _status)
        {
            if (RunsOut(family, context) is { } runsOut)
                found.Add(runsOut);
            found.AddRange(
                family
                    .Packages.Where(package => Expires(package, context.Now))
                    .Select(package => Observe(family.Family, package, context))
            );
        }

        return found;
    }

    private UsageAlertObservation? RunsOut(TokenPackageFamilyStatus family, UsageAlertContext context)
    {
        var days = family.RunsOutOn is { } on ? on.DayNumber - context.Today.DayNumber : int.MaxValue;
        if (days > RunsOutWithinDays || family.Packages.All(package => package.Package.BoughtAt > context.Now))
            return null;

        // A family whose last package has been used up long ago is no news.
        if (family.RemainingTokens == 0 && family.UncoveredTokens == 0)
            return null;
        var date = family.RunsOutOn!.Value;
        return AlertTexts.Observe(
            $"{family.Family}|runs-out|{family.Packages.Max(static package => package.Package.BoughtAt):yyyyMMdd}",
            words =>
                AlertTexts.Text(
                    family.RemainingTokens == 0
                        ? words.Of($"Packages of {family.Family} are used up", $"Пакеты {family.Family} израсходованы")
                        : words.Of(
                            $"Packages of {family.Family} run out on {words.Day(date)}",
                            $"Пакеты {family.Family} закончатся {words.Day(date)}"
                        ),
                    words.Of(
                        $"{words.Tokens(family.RemainingTokens)} are left.",
                        $"Осталось: {words.Tokens(family.RemainingTokens)}."
                    ),
                    family.UncoveredTokens > 0
                        ? words.Of(
                            $"{words.Tokens(family.UncoveredTokens)} were used after all packages were used up.",
                            $"Израсходовано, когда пакетов уже не было: {words.Tokens(family.UncoveredTokens)}."
                        )
                        : null
                ),
            ("family", family.Family),
            ("remaining_tokens", family.RemainingTokens),
            ("uncovered_tokens", family.UncoveredTokens),
            ("runs_out_on", date)
        ) with
        {
            Severity = family.RemainingTokens == 0 ? UsageAlertSeverity.Critical : Severity,
        };
    }

    private bool Expires(TokenPackageStatus package, DateTimeOffset now) =>
        package.Package.ExpiresAt is { } expires
        && expires > now
        && expires - now <= TimeSpan.FromDays(ExpiresWithinDays)
        && package.WillExpireUnusedTokens >= package.Package.Tokens * MinUnusedShare
        && package.WillExpireUnusedTokens > 0;

    private static UsageAlertObservation Observe(string family, TokenPackageStatus package, UsageAlertContext context)
    {
        var expires = package.Package.ExpiresAt!.Value;
        return AlertTexts.Observe(
            $"{family}|expires|{expires:yyyyMMdd}|{package.Package.BoughtAt:yyyyMMdd}",
            words =>
                AlertTexts.Text(
                    words.Of(
                        $"A package of {family} will expire with {words.Tokens(package.WillExpireUnusedTokens)} in it",
                        $"В пакете {family} сгорит {words.Tokens(package.WillExpireUnusedTokens)}"
                    ),
                    words.Of(
                        $"It expires on {words.Moment(expires, context.Usage.TimeZone)}; {words.Tokens(package.RemainingTokens)} are left.",
                        $"Пакет действует до {words.Moment(expires, context.Usage.TimeZone)}; осталось: {words.Tokens(package.RemainingTokens)}."
                    )
                ),
            ("family", family),
            ("expires_at", expires),
            ("remaining_tokens", package.RemainingTokens),
            ("will_expire_unused_tokens", package.WillExpireUnusedTokens)
        );
    }
}
