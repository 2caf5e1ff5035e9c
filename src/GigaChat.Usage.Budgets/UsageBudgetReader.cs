using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Configuration;

namespace GigaChat.Usage.Budgets;

/// <summary>Reads budgets from settings: a list of groups with the names of <see cref="UsageBudget"/>'s
/// properties.</summary>
internal static class UsageBudgetReader
{
    public static SortedDictionary<string, SettingForm> Forms { get; } =
        StrictBinder.Forms(
            (nameof(BudgetSettings.Name), SettingForm.Text),
            (nameof(BudgetSettings.Scope), SettingForm.Name<BudgetScope>()),
            (nameof(BudgetSettings.Key), SettingForm.Text),
            (nameof(BudgetSettings.TagKey), SettingForm.Text),
            (nameof(BudgetSettings.Tokens), SettingForm.Whole),
            (nameof(BudgetSettings.Rubles), SettingForm.Number),
            (nameof(BudgetSettings.Period), SettingForm.Name<BudgetPeriod>()),
            (nameof(BudgetSettings.Window), SettingForm.Time),
            (nameof(BudgetSettings.Action), SettingForm.Name<BudgetAction>()),
            (nameof(BudgetSettings.Thresholds), SettingForm.WholeList)
        );

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An entry is not valid; the message
    /// names every one.</exception>
    public static IReadOnlyList<UsageBudget> Read(IConfigurationSection list)
    {
        var problems = new List<string>();
        UsageBudget[] budgets =
        [
            .. StrictBinder
                .BindList<BudgetSettings>(
                    list,
                    Forms,
                    static (part, target) => part.Bind(target, StrictBinder.Strict),
                    problems
                )
                .Select(entry => Budget(entry.Entry, entry.Path, problems))
                .OfType<UsageBudget>(),
        ];
        SettingProblems.ThrowIfAny(typeof(UsageBudget), problems);
        return budgets;
    }

    private static UsageBudget? Budget(BudgetSettings entry, string path, List<string> problems)
    {
        if (!SettingProblems.IsSet(entry.Name, path, nameof(entry.Name), problems))
            return null;
        var budget = new UsageBudget
        {
            Name = entry.Name,
            Scope = entry.Scope,
            Key = entry.Key,
            TagKey = entry.TagKey,
            Tokens = entry.Tokens,
            Rubles = entry.Rubles,
            Period = entry.Period,
            Window = entry.Window,
            Action = entry.Action,
        };
        if (entry.Thresholds is { Length: > 0 } thresholds)
            budget = budget with { Thresholds = thresholds };
        return SettingProblems.Guard(path, problems, () =>
        {
            budget.Validate();
            return budget;
        });
    }

    /// <summary>The settings of a budget. The binder cannot set the init-only properties of the budget itself.</summary>
    internal sealed class BudgetSettings
    {
        public string? Name { get; set; }

        public BudgetScope Scope { get; set; }

        public string? Key { get; set; }

        public string? TagKey { get; set; }

        public long? Tokens { get; set; }

        public decimal? Rubles { get; set; }

        public BudgetPeriod Period { get; set; }

        public TimeSpan? Window { get; set; }

        public BudgetAction Action { get; set; }

        public int[]? Thresholds { get; set; }
    }
}
