using System.Globalization;
using System.Text;
using GigaChat.Usage.Configuration;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

/// <summary>A limit on tokens or rubles for a period. A call that would exceed it is not sent.</summary>
/// <remarks>
/// Before a call its estimate (the prompt's tokens and <c>max_tokens</c>) is reserved, and when it ends its actual
/// usage replaces the estimate. So the use stays within the limit except for usage of calls in flight beyond their
/// estimates. A call to which several budgets apply must fit them all. Budgets of a scope do not apply to a call
/// without the user, access token, type, platform or tag. Budgets of models apply
/// <see cref="GigaChatBudgetOptions.WhenUnknown"/> to a call with a body that could not be read.
/// </remarks>
public sealed record UsageBudget
{
    /// <summary>
    /// The units of counting per ruble: rubles are counted in billionths, so that rounding does not accumulate.
    /// </summary>
    private const decimal UnitsPerRuble = 1_000_000_000m;

    /// <summary>The largest limit in rubles.</summary>
    private const decimal MostRubles = 1_000_000_000m;

    /// <summary>
    /// The budget's name, unique among budgets. It identifies the counters, so a renamed budget starts again from the
    /// recorded usage.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The scope of the budget.</summary>
    /// <value>The default is <see cref="BudgetScope.Total"/>.</value>
    public BudgetScope Scope { get; init; }

    /// <summary>
    /// The only user, access token (in its stored form), type, platform, value of the tag or model that the budget
    /// applies to; when null, each has a separate budget.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>The key of the tag of <see cref="BudgetScope.Tag"/>, such as <c>tenant</c>; null for other
    /// scopes.</summary>
    public string? TagKey { get; init; }

    /// <summary>The limit in billed tokens, 1 or more; null when it is in rubles.</summary>
    public long? Tokens { get; init; }

    /// <summary>The limit in rubles, VAT included, above 0 and at most 1,000,000,000; null when it is in
    /// tokens.</summary>
    public decimal? Rubles { get; init; }

    /// <summary>The period after which the budget is renewed.</summary>
    /// <value>The default is <see cref="BudgetPeriod.Month"/>.</value>
    public BudgetPeriod Period { get; init; }

    /// <summary>
    /// The length of a rolling period, 1 minute to 366 days; it moves in steps of a 64th. Null for the others.
    /// </summary>
    public TimeSpan? Window { get; init; }

    /// <summary>The action on a call that does not fit.</summary>
    /// <value>The default is <see cref="BudgetAction.Throw"/>.</value>
    public BudgetAction Action { get; init; }

    /// <summary>
    /// The percentages of the limit at which <see cref="GigaChatBudgets.ThresholdReached"/> is raised, each once per
    /// period, 1 to 1,000, ascending.
    /// </summary>
    /// <value>The default is 80 and 100.</value>
    public IReadOnlyList<int> Thresholds { get; init; } = [80, 100];

    /// <summary><c>true</c> if the limit is in rubles; otherwise, <c>false</c>.</summary>
    public bool IsInRubles => Rubles is not null;

    /// <summary>The limit in the unit of counters: tokens, or billionths of a ruble.</summary>
    internal long Limit => Tokens ?? UnitsOf(Rubles ?? 0m);

    /// <summary>The key in the form of counters and records.</summary>
    internal string? FittedKey => FitKey(Scope, Key);

    /// <summary>The key of the tag in the form of counters and records.</summary>
    internal string? FittedTagKey => UsageRecordLimits.FitId(TagKey, UsageRecordLimits.TagKey);

    /// <summary>Validates the budget.</summary>
    /// <exception cref="OptionsValidationException">A property is out of its range, or properties contradict one
    /// another; the message names every problem.</exception>
    public void Validate() => SettingProblems.ThrowIfAny(typeof(UsageBudget), [.. Problems()]);

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > UsageRecordLimits.Name)
            yield return $"The name of a budget must have 1 to {UsageRecordLimits.Name} characters.";
        if (Tokens is null == Rubles is null)
            yield return $"The budget {Name} must have a limit in either {nameof(Tokens)} or {nameof(Rubles)}.";
        if (Tokens is < 1 or > UsageRecordLimits.Tokens)
            yield return $"The limit of the budget {Name} is {Tokens} tokens; it must be 1 to {UsageRecordLimits.Tokens} tokens.";
        if (Rubles is <= 0 or > MostRubles)
            yield return $"The limit of the budget {Name} is {Rubles} rubles; it must be above 0 and at most {MostRubles} rubles.";
        if (!Enum.IsDefined(Scope) || !Enum.IsDefined(Period) || !Enum.IsDefined(Action))
            yield return $"The budget {Name} has an unknown scope, period or action.";
        if (Scope == BudgetScope.Total && Key is not null)
            yield return $"The budget {Name} covers all calls, so it must not have a key.";
        if ((Scope == BudgetScope.Tag) != !string.IsNullOrWhiteSpace(TagKey))
            yield return $"The budget {Name} must have a {nameof(TagKey)} if its scope is {BudgetScope.Tag}, and only then.";
        if ((Period == BudgetPeriod.Rolling) != Window is not null)
            yield return $"The budget {Name} must have a window if its period is rolling, and only then.";
        if (Window is { } window && (window < TimeSpan.FromMinutes(1) || window > TimeSpan.FromDays(366)))
            yield return $"The window of the budget {Name} is {window}; it must be 1 minute to 366 days.";
        if (
            Thresholds.Any(static percent => percent is < 1 or > 1000)
            || !Thresholds.SequenceEqual(Thresholds.Distinct().Order())
        )
            yield return $"The thresholds of the budget {Name} must be 1 to 1000 percent, ascending.";
    }

    /// <summary>The count at which the lowest threshold is reached; the largest count if there is none.</summary>
    internal long LowestThreshold =>
        Thresholds.Count == 0 ? long.MaxValue : (long)Math.Min(long.MaxValue, ThresholdOf(Thresholds[0]));

    /// <summary>Gets the count at which a counter reaches a threshold.</summary>
    internal decimal ThresholdOf(int percent) => Math.Max(1m, Math.Floor((decimal)Limit * percent / 100m));

    /// <summary>
    /// Fits a key as it is stored with a record, so that a budget and the totals refer to the same user, token, type,
    /// platform, tag or model.
    /// </summary>
    internal static string? FitKey(BudgetScope scope, string? key) =>
        scope switch
        {
            BudgetScope.User or BudgetScope.AccessToken => UsageRecordLimits.FitId(key),
            BudgetScope.Tag => UsageRecordLimits.FitId(key, UsageRecordLimits.TagValue),
            BudgetScope.Model => UsageRecordLimits.FitText(key, UsageRecordLimits.Model),
            _ => UsageRecordLimits.FitId(key, UsageRecordLimits.Name),
        };

    internal static long UnitsOf(decimal rubles) =>
        (long)Math.Ceiling(Math.Min(rubles, 9_000_000_000m) * UnitsPerRuble);

    /// <summary>Converts units of counters to tokens or rubles.</summary>
    internal decimal AmountOf(long units) => IsInRubles ? units / UnitsPerRuble : units;

    internal string Words(long units) =>
        IsInRubles
            ? string.Create(CultureInfo.InvariantCulture, $"{AmountOf(units):0.##} rubles")
            : string.Create(CultureInfo.InvariantCulture, $"{units} tokens");

    /// <remarks>
    /// The key of a budget of an access token is that token in its stored form, which may be the token itself.
    /// </remarks>
    private bool PrintMembers(StringBuilder text)
    {
        text.Member(nameof(Name), Name).Member(nameof(Scope), Scope);
        (Scope == BudgetScope.AccessToken ? text.Secret(nameof(Key), Key) : text.Member(nameof(Key), Key))
            .Member(nameof(TagKey), TagKey)
            .Member(nameof(Tokens), Tokens)
            .Member(nameof(Rubles), Rubles)
            .Member(nameof(Period), Period)
            .Member(nameof(Window), Window)
            .Member(nameof(Action), Action)
            .Member(nameof(Thresholds), Thresholds is null ? null : string.Join(' ', Thresholds));
        return true;
    }
}
