using GigaChat.Usage.Configuration;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Budgets;

/// <summary>Reads budgets from settings: a list of groups with the names of <see cref="UsageBudget"/>'s
/// properties.</summary>
internal static class UsageBudgetReader
{
    private const string Budgets = nameof(Budgets);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An entry is not valid; the message
    /// names every one.</exception>
    public static IReadOnlyList<UsageBudget> Read(SettingNode list) =>
        SettingProblems.Read<IReadOnlyList<UsageBudget>>(
            typeof(UsageBudget),
            new SettingNode("", "", null, [list with { Key = Budgets }]),
            static root => [.. root.Groups(Budgets).Select(Budget).OfType<UsageBudget>()]
        );

    private static UsageBudget? Budget(SettingGroup entry)
    {
        var budget = new UsageBudget
        {
            Name = entry.Text(nameof(UsageBudget.Name), required: true) ?? "",
            Scope = entry.Name<BudgetScope>(nameof(UsageBudget.Scope)) ?? BudgetScope.Total,
            Key = entry.Text(nameof(UsageBudget.Key)),
            TagKey = entry.Text(nameof(UsageBudget.TagKey)),
            Tokens = entry.Whole(nameof(UsageBudget.Tokens)),
            Rubles = entry.Decimal(nameof(UsageBudget.Rubles)),
            Period = entry.Name<BudgetPeriod>(nameof(UsageBudget.Period)) ?? BudgetPeriod.Month,
            Window = entry.Time(nameof(UsageBudget.Window)),
            Action = entry.Name<BudgetAction>(nameof(UsageBudget.Action)) ?? BudgetAction.Throw,
        };
        var thresholds = entry.Items(nameof(UsageBudget.Thresholds));
        entry.RefuseOthers();
        if (budget.Name.Length == 0)
            return null;
        return SettingProblems.Guard(entry, () =>
        {
            var read =
                thresholds.Count == 0
                    ? budget
                    : budget with
                    {
                        Thresholds =
                        [
                            .. thresholds.Select(static item =>
                                int.TryParse(
                                    item.Text,
                                    System.Globalization.CultureInfo.InvariantCulture,
                                    out var percent
                                )
                                    ? percent
                                    : throw new ArgumentException(
                                        $"{item.Path} is '{item.Text}'; it must be 1 to 1000 percent."
                                    )
                            ),
                        ],
                    };
            read.Validate();
            return read;
        });
    }
}
