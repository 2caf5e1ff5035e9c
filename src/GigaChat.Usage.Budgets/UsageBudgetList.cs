using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Budgets;

/// <summary>The options of budgets: all that the application has added.</summary>
internal sealed class UsageBudgetList
{
    public List<UsageBudget> Budgets { get; } = [];

    /// <summary>Reads the budgets of a section again whenever the options are created.</summary>
    internal sealed class Reader(IConfigurationSection section) : IConfigureOptions<UsageBudgetList>
    {
        private bool _hadBudgets;

        public void Configure(UsageBudgetList options)
        {
            // A file that is replaced is missing for a moment, which must not lift the budgets; an empty list does.
            if (_hadBudgets && !section.Exists())
                throw new OptionsValidationException(
                    Options.DefaultName,
                    typeof(UsageBudget),
                    [$"{section.Path} is missing; write an empty list to remove all budgets."]
                );
            var budgets = UsageBudgetReader.Read(section);
            _hadBudgets |= budgets.Count > 0;
            options.Budgets.AddRange(budgets);
        }
    }

    /// <summary>Checks the budgets, each by itself and all together.</summary>
    internal sealed class Validator : IValidateOptions<UsageBudgetList>
    {
        public ValidateOptionsResult Validate(string? name, UsageBudgetList options)
        {
            var failures = Failures(options.Budgets).ToList();
            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }

        public static IEnumerable<string> Failures(IReadOnlyCollection<UsageBudget> budgets) =>
            budgets
                .SelectMany(static budget => budget.Problems())
                .Concat(
                    budgets
                        .GroupBy(static budget => budget.Name, StringComparer.OrdinalIgnoreCase)
                        .Where(static same => same.Skip(1).Any())
                        .Select(static same => $"Two budgets have the name {same.Key}.")
                );
    }
}
