using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Budgets;

/// <summary>Checks the ranges that the attributes of the options specify, and reads options from settings.</summary>
[OptionsValidator]
internal sealed partial class GigaChatBudgetOptionsValidator : IValidateOptions<GigaChatBudgetOptions>
{
    public static SortedDictionary<string, SettingForm> Forms { get; } =
        StrictBinder.Forms(
            (nameof(GigaChatBudgetOptions.DefaultCompletionTokens), SettingForm.Whole),
            (nameof(GigaChatBudgetOptions.DefaultPromptTokens), SettingForm.Whole),
            (nameof(GigaChatBudgetOptions.ReservationLease), SettingForm.Time),
            (nameof(GigaChatBudgetOptions.StoreTimeout), SettingForm.Time),
            (nameof(GigaChatBudgetOptions.WhenUnknown), SettingForm.Name<BudgetFailureMode>())
        );

    /// <exception cref="OptionsValidationException">An option is out of its range; the message names each of
    /// them.</exception>
    public static void ThrowIfInvalid(GigaChatBudgetOptions options)
    {
        var result = new GigaChatBudgetOptionsValidator().Validate(null, options);
        SettingProblems.ThrowIfAny(typeof(GigaChatBudgetOptions), [.. result.Failures ?? []]);
    }

    /// <exception cref="OptionsValidationException">A key is unknown or a value is not valid; the message names each of
    /// them.</exception>
    public static void Bind(IConfigurationSection section, GigaChatBudgetOptions options)
    {
        var problems = new List<string>();
        StrictBinder.Bind(
            section,
            options,
            Forms,
            static (part, target) => part.Bind(target, StrictBinder.Strict),
            problems
        );
        SettingProblems.ThrowIfAny(typeof(GigaChatBudgetOptions), problems);
    }
}
