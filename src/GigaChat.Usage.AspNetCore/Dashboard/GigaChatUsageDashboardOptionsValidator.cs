using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Checks the ranges that the attributes of the options specify, and reads options from settings.</summary>
[OptionsValidator]
internal sealed partial class GigaChatUsageDashboardOptionsValidator : IValidateOptions<GigaChatUsageDashboardOptions>
{
    public static SortedDictionary<string, SettingForm> Forms { get; } =
        StrictBinder.Forms(
            (nameof(GigaChatUsageDashboardOptions.QueryTimeout), SettingForm.Time),
            (nameof(GigaChatUsageDashboardOptions.PageSize), SettingForm.Whole)
        );

    /// <exception cref="OptionsValidationException">An option is out of its range; the message names each of
    /// them.</exception>
    public static void ThrowIfInvalid(GigaChatUsageDashboardOptions options)
    {
        var result = new GigaChatUsageDashboardOptionsValidator().Validate(null, options);
        SettingProblems.ThrowIfAny(typeof(GigaChatUsageDashboardOptions), [.. result.Failures ?? []]);
    }

    /// <exception cref="OptionsValidationException">A key is unknown or a value is not valid; the message names each of
    /// them.</exception>
    public static void Bind(IConfigurationSection section, GigaChatUsageDashboardOptions options)
    {
        var problems = new List<string>();
        StrictBinder.Bind(
            section,
            options,
            Forms,
            static (part, target) => part.Bind(target, StrictBinder.Strict),
            problems
        );
        SettingProblems.ThrowIfAny(typeof(GigaChatUsageDashboardOptions), problems);
    }
}
