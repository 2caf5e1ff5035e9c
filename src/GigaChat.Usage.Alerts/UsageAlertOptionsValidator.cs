using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Alerts;

/// <summary>Checks the options of alerts, what needs more than one value included, and reads them from settings.</summary>
internal sealed class UsageAlertOptionsValidator : IValidateOptions<UsageAlertOptions>
{
    private static readonly UsageAlertOptionsRanges Ranges = new();

    public static SortedDictionary<string, SettingForm> Forms { get; } =
        StrictBinder.Forms(
            (nameof(UsageAlertOptions.EvaluateEvery), SettingForm.Time),
            (nameof(UsageAlertOptions.MaxPerHour), SettingForm.Whole),
            (nameof(UsageAlertOptions.QuietFrom), SettingForm.Clock),
            (nameof(UsageAlertOptions.QuietUntil), SettingForm.Clock),
            (nameof(UsageAlertOptions.SendCriticalInQuietHours), SettingForm.Flag),
            (nameof(UsageAlertOptions.SendResolved), SettingForm.Flag),
            (nameof(UsageAlertOptions.IncludeUserIds), SettingForm.Flag),
            (nameof(UsageAlertOptions.Language), SettingForm.Name<UsageAlertLanguage>()),
            (nameof(UsageAlertOptions.Dashboard), SettingForm.Address),
            (nameof(UsageAlertOptions.DeliveryTimeout), SettingForm.Time),
            (nameof(UsageAlertOptions.GiveUpAfter), SettingForm.Time),
            (nameof(UsageAlertOptions.KeepFor), SettingForm.Time)
        );

    public ValidateOptionsResult Validate(string? name, UsageAlertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = Failures(options).ToList();
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    /// <exception cref="OptionsValidationException">A key is unknown or a value is not valid; the message names each of
    /// them.</exception>
    public static void Bind(IConfigurationSection section, UsageAlertOptions options)
    {
        var problems = new List<string>();
        StrictBinder.Bind(
            section,
            options,
            Forms,
            static (part, target) => part.Bind(target, StrictBinder.Strict),
            problems
        );
        SettingProblems.ThrowIfAny(typeof(UsageAlertOptions), problems);
    }

    private static IEnumerable<string> Failures(UsageAlertOptions options)
    {
        if (
            options.QuietFrom is null != options.QuietUntil is null
            || (options.QuietFrom is not null && options.QuietFrom == options.QuietUntil)
        )
            yield return $"{nameof(UsageAlertOptions)}.{nameof(options.QuietFrom)} and {nameof(options.QuietUntil)} must be set together, and differ.";
        if (options.Dashboard is { } address && !(address.IsAbsoluteUri && address.Scheme is "http" or "https"))
            yield return $"{nameof(UsageAlertOptions)}.{nameof(options.Dashboard)} must be an absolute HTTP address.";
        foreach (var failure in Ranges.Validate(null, options).Failures ?? [])
            yield return failure;
    }
}
