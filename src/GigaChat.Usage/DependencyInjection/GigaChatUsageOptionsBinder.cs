using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.DependencyInjection;

/// <summary>Sets options from configuration, and rejects unknown keys and invalid values.</summary>
internal static class GigaChatUsageOptionsBinder
{
    /// <summary>The settings by name.</summary>
    public static SortedDictionary<string, SettingForm> Forms { get; } =
        StrictBinder.Forms(
            (nameof(GigaChatUsageOptions.Hosts), SettingForm.List),
            (nameof(GigaChatUsageOptions.Resellers), SettingForm.Map),
            (nameof(GigaChatUsageOptions.TrackLocalServers), SettingForm.Flag),
            (nameof(GigaChatUsageOptions.TrackAllClients), SettingForm.Flag),
            (nameof(GigaChatUsageOptions.Platform), SettingForm.Text),
            (nameof(GigaChatUsageOptions.AccessTokens), SettingForm.Name<AccessTokenStorage>()),
            (nameof(GigaChatUsageOptions.FingerprintKey), SettingForm.Text),
            (nameof(GigaChatUsageOptions.TimeZone), SettingForm.Text),
            (nameof(GigaChatUsageOptions.MeterEstimates), SettingForm.Flag),
            (nameof(GigaChatUsageOptions.Durability), SettingForm.Name<UsageDurability>()),
            (nameof(GigaChatUsageOptions.JournalDirectory), SettingForm.Text),
            (nameof(GigaChatUsageOptions.JournalMaxBytes), SettingForm.Whole),
            (nameof(GigaChatUsageOptions.JournalFlushToDisk), SettingForm.Flag),
            (nameof(GigaChatUsageOptions.QueueCapacity), SettingForm.Whole),
            (nameof(GigaChatUsageOptions.BatchSize), SettingForm.Whole),
            (nameof(GigaChatUsageOptions.BatchDelay), SettingForm.Time),
            (nameof(GigaChatUsageOptions.WriteTimeout), SettingForm.Time),
            (nameof(GigaChatUsageOptions.RetryDelay), SettingForm.Time),
            (nameof(GigaChatUsageOptions.MaxRetryDelay), SettingForm.Time),
            (nameof(GigaChatUsageOptions.ShutdownTimeout), SettingForm.Time)
        );

    /// <summary>
    /// Sets the options that a section has keys for; hosts and resellers are added to the existing ones, and an empty
    /// name removes a reseller.
    /// </summary>
    /// <param name="configuration">The section; its keys are the names of the options.</param>
    /// <param name="options">The options to set. The validator checks their ranges.</param>
    /// <exception cref="OptionsValidationException">A key is unknown or a value is not valid; the message names each of
    /// them.</exception>
    public static void Bind(IConfigurationSection configuration, GigaChatUsageOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        StrictBinder.Bind(
            configuration,
            options,
            Forms,
            static (part, target) => part.Bind(target, StrictBinder.Strict),
            problems
        );
        SettingProblems.ThrowIfAny(typeof(GigaChatUsageOptions), problems);

        // The binder adds to a list whatever it contains.
        for (var i = options.Hosts.Count - 1; i > 0; i--)
        {
            if (options.Hosts.Take(i).Contains(options.Hosts[i], StringComparer.OrdinalIgnoreCase))
                options.Hosts.RemoveAt(i);
        }

        foreach (var (host, name) in options.Resellers.ToList())
        {
            if (string.IsNullOrEmpty(name))
                options.Resellers.Remove(host);
        }
    }
}
