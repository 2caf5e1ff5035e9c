using System.Globalization;
using System.Text;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>A limit on tokens or rubles for a time. A call that would break it is not sent.</summary>
/// <remarks>
/// Before a call its estimate (the prompt's tokens and <c>max_tokens</c>) is reserved, and when it is over the real
/// usage takes the estimate's
/// place. So the use stays within the limit but for what calls in flight use beyond their estimates. A call to which
/// several budgets apply must fit
/// them all. A call without a user, access token, type or platform is under no budget of that scope.
/// </remarks>
public sealed record UsageBudget
{
    /// <summary>Rubles are counted in billionths, so that no rounding adds up.</summary>
    private const decimal UnitsPerRuble = 1_000_000_000m;

    /// <summary>The largest limit in rubles.</summary>
    private const decimal MostRubles = 1_000_000_000m;

    /// <summary>The budget's name, unique among budgets; it tells counters apart, so a renamed budget starts anew from
    /// the recorded usage.</summary>
    public required string Name { get; init; }

    /// <summary>What the budget is for.</summary>
    /// <value>The default is <see cref="BudgetScope.Total"/>.</value>
    public BudgetScope Scope { get; init; }

    /// <summary>The only user, access token (as it is kept), type or platform the budget is for; each has one of its
    /// own when null.</summary>
    public string? Key { get; init; }

    /// <summary>The limit in billed tokens, 1 or more; null when it is in rubles.</summary>
    public long? Tokens { get; init; }

    /// <summary>The limit in rubles, VAT included, above 0 and at most 1,000,000,000; null when it is in
    /// tokens.</summary>
    public decimal? Rubles { get; init; }

    /// <summary>When the budget is full again.</summary>
    /// <value>The default is <see cref="BudgetPeriod.Month"/>.</value>
    public BudgetPeriod Period { get; init; }

    /// <summary>The length of a rolling period, 1 minute to 366 days; it moves on in steps of a 64th. Null for the
    /// others.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>What a call that does not fit gets.</summary>
    /// <value>The default is <see cref="BudgetAction.Throw"/>.</value>
    public BudgetAction Action { get; init; }

    /// <summary>The percents of the limit at which <see cref="GigaChatBudgets.ThresholdReached"/> is raised, each once
    /// a period, 1 to 1,000, ascending.</summary>
    /// <value>The default is 80 and 100.</value>
    public IReadOnlyList<int> Thresholds { get; init; } = [80, 100];

    /// <summary>Whether the limit is in rubles.</summary>
    public bool IsInRubles => Rubles is not null;

    /// <summary>The limit in what counters count: tokens, or billionths of a ruble.</summary>
    internal long Limit => Tokens ?? UnitsOf(Rubles ?? 0m);

    /// <summary>The key as counters and records have it.</summary>
    internal string? FittedKey => FitKey(Scope, Key);

    /// <summary>Checks the budget by itself.</summary>
    /// <exception cref="ArgumentException">The name is empty, or parts contradict one another.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit, the window or a threshold is out of its
    /// range.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > UsageRecordLimits.Name)
            throw new ArgumentException(
                $"A budget has a name of 1 to {UsageRecordLimits.Name} characters.",
                nameof(Name)
            );
        if (Tokens is null == Rubles is null)
            throw new ArgumentException(
                $"The budget {Name} has a limit either in {nameof(Tokens)} or in {nameof(Rubles)}.",
                nameof(Tokens)
            );
        if (Tokens is < 1 or > UsageRecordLimits.Tokens)
            throw new ArgumentOutOfRangeException(
                nameof(Tokens),
                Tokens,
                $"The budget {Name} has a limit of 1 to {UsageRecordLimits.Tokens} tokens."
            );
        if (Rubles is <= 0 or > MostRubles)
            throw new ArgumentOutOfRangeException(
                nameof(Rubles),
                Rubles,
                $"The budget {Name} has a limit above 0 and of at most {MostRubles} rubles."
            );
        if (!Enum.IsDefined(Scope) || !Enum.IsDefined(Period) || !Enum.IsDefined(Action))
            throw new ArgumentOutOfRangeException(
                nameof(Scope),
                $"The budget {Name} has an unknown scope, period or action."
            );
        if (Scope == BudgetScope.Total && Key is not null)
            throw new ArgumentException(
                $"The budget {Name} is for everything together, so it has no key.",
                nameof(Key)
            );
        if ((Period == BudgetPeriod.Rolling) != Window is not null)
            throw new ArgumentException(
                $"The budget {Name} has a window when its period is rolling, and only then.",
                nameof(Window)
            );
        if (Window is { } window && (window < TimeSpan.FromMinutes(1) || window > TimeSpan.FromDays(366)))
            throw new ArgumentOutOfRangeException(
                nameof(Window),
                Window,
                $"The budget {Name} has a window of 1 minute to 366 days."
            );
        if (
            Thresholds.Any(static percent => percent is < 1 or > 1000)
            || !Thresholds.SequenceEqual(Thresholds.Distinct().Order())
        )
            throw new ArgumentOutOfRangeException(
                nameof(Thresholds),
                $"The budget {Name} has thresholds of 1 to 1000 percent, ascending."
            );
    }

    /// <summary>What a counter stands on when it reaches a threshold.</summary>
    internal decimal ThresholdOf(int percent) => Math.Max(1m, Math.Floor((decimal)Limit * percent / 100m));

    /// <summary>A key as it is stored with a record, so that a budget and the totals mean the same user, token, type or
    /// platform.</summary>
    internal static string? FitKey(BudgetScope scope, string? key) =>
        scope is BudgetScope.User or BudgetScope.AccessToken
            ? UsageRecordLimits.FitId(key)
            : UsageRecordLimits.FitId(key, UsageRecordLimits.Name);

    internal static long UnitsOf(decimal rubles) =>
        (long)Math.Ceiling(Math.Min(rubles, 9_000_000_000m) * UnitsPerRuble);

    /// <summary>What counters count, as tokens or rubles.</summary>
    internal decimal AmountOf(long units) => IsInRubles ? units / UnitsPerRuble : units;

    internal string Words(long units) =>
        IsInRubles
            ? string.Create(CultureInfo.InvariantCulture, $"{AmountOf(units):0.##} rubles")
            : string.Create(CultureInfo.InvariantCulture, $"{units} tokens");

    /// <remarks>The key of a budget of an access token is that token as it is kept, which may be as it was
    /// given.</remarks>
    private bool PrintMembers(StringBuilder text)
    {
        text.Member(nameof(Name), Name).Member(nameof(Scope), Scope);
        (Scope == BudgetScope.AccessToken ? text.Secret(nameof(Key), Key) : text.Member(nameof(Key), Key))
            .Member(nameof(Tokens), Tokens)
            .Member(nameof(Rubles), Rubles)
            .Member(nameof(Period), Period)
            .Member(nameof(Window), Window)
            .Member(nameof(Action), Action)
            .Member(nameof(Thresholds), Thresholds is null ? null : string.Join(' ', Thresholds));
        return true;
    }
}
