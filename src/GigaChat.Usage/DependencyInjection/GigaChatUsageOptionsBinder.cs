using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.DependencyInjection;

/// <summary>Sets options from configuration, and rejects unknown keys and invalid values.</summary>
/// <remarks>Written by hand because the generated binder ignores unknown keys; it needs no reflection either.</remarks>
internal static class GigaChatUsageOptionsBinder
{
    private static readonly SortedDictionary<string, Action<GigaChatUsageOptions, IConfigurationSection>> Setters = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        [nameof(GigaChatUsageOptions.Hosts)] = static (options, section) => AddHosts(options.Hosts, section),
        [nameof(GigaChatUsageOptions.Resellers)] = static (options, section) =>
            AddResellers(options.Resellers, section),
        [nameof(GigaChatUsageOptions.TrackLocalServers)] = static (options, section) =>
            options.TrackLocalServers = section.ReadBoolean(),
        [nameof(GigaChatUsageOptions.TrackAllClients)] = static (options, section) =>
            options.TrackAllClients = section.ReadBoolean(),
        [nameof(GigaChatUsageOptions.Platform)] = static (options, section) => options.Platform = section.ReadText(),
        [nameof(GigaChatUsageOptions.AccessTokens)] = static (options, section) =>
            options.AccessTokens = section.ReadName<AccessTokenStorage>(),
        [nameof(GigaChatUsageOptions.FingerprintKey)] = static (options, section) =>
            options.FingerprintKey = section.ReadText(),
        [nameof(GigaChatUsageOptions.TimeZone)] = static (options, section) =>
            options.TimeZone = section.ReadText() ?? "",
        [nameof(GigaChatUsageOptions.MeterEstimates)] = static (options, section) =>
            options.MeterEstimates = section.ReadBoolean(),
        [nameof(GigaChatUsageOptions.Durability)] = static (options, section) =>
            options.Durability = section.ReadName<UsageDurability>(),
        [nameof(GigaChatUsageOptions.JournalDirectory)] = static (options, section) =>
            options.JournalDirectory = section.ReadText(),
        [nameof(GigaChatUsageOptions.JournalMaxBytes)] = static (options, section) =>
            options.JournalMaxBytes = section.ReadLong(),
        [nameof(GigaChatUsageOptions.JournalFlushToDisk)] = static (options, section) =>
            options.JournalFlushToDisk = section.ReadBoolean(),
        [nameof(GigaChatUsageOptions.QueueCapacity)] = static (options, section) =>
            options.QueueCapacity = section.ReadInteger(),
        [nameof(GigaChatUsageOptions.BatchSize)] = static (options, section) =>
            options.BatchSize = section.ReadInteger(),
        [nameof(GigaChatUsageOptions.BatchDelay)] = static (options, section) =>
            options.BatchDelay = section.ReadTime(),
        [nameof(GigaChatUsageOptions.WriteTimeout)] = static (options, section) =>
            options.WriteTimeout = section.ReadTime(),
        [nameof(GigaChatUsageOptions.RetryDelay)] = static (options, section) =>
            options.RetryDelay = section.ReadTime(),
        [nameof(GigaChatUsageOptions.MaxRetryDelay)] = static (options, section) =>
            options.MaxRetryDelay = section.ReadTime(),
        [nameof(GigaChatUsageOptions.ShutdownTimeout)] = static (options, section) =>
            options.ShutdownTimeout = section.ReadTime(),
    };

    /// <summary>
    /// Sets the options that a section has keys for; hosts and resellers are added to the existing ones.
    /// </summary>
    /// <param name="configuration">The section; its keys are the names of the options.</param>
    /// <param name="options">The options to set. The validator checks their ranges.</param>
    /// <exception cref="OptionsValidationException">A key is unknown or a value is not valid; the message names each of
    /// them.</exception>
    public static void Bind(IConfiguration configuration, GigaChatUsageOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        if (configuration is IConfigurationSection { Value.Length: > 0 } scalar)
            failures.Add($"{scalar.Path} is a single value; it must be a section with the keys {Known}.");
        foreach (var section in configuration.GetChildren())
        {
            try
            {
                if (Setters.TryGetValue(section.Key, out var set))
                    set(options, section);
                else
                    failures.Add($"{section.Path} is not an option of usage tracking; the options are {Known}.");
            }
            catch (FormatException unreadable)
            {
                failures.Add(unreadable.Message);
            }
        }

        if (failures.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(GigaChatUsageOptions), failures);
    }

    private static string Known => string.Join(", ", Setters.Keys);

    private static void AddHosts(IList<string> hosts, IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
            throw new FormatException(
                $"{section.Path} is '{section.Value}'; it must be a list: write {section.Path}:0, {section.Path}:1 and so on, or an array in JSON."
            );
        foreach (var entry in section.GetChildren())
        {
            var host = entry.ReadText() ?? "";
            if (!hosts.Contains(host, StringComparer.OrdinalIgnoreCase))
                hosts.Add(host);
        }
    }

    /// <summary>Adds hosts of resellers; an empty name removes a default one.</summary>
    private static void AddResellers(IDictionary<string, string> resellers, IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
            throw new FormatException(
                $"{section.Path} is '{section.Value}'; it must be a section with hosts as keys and names of resellers as values."
            );
        foreach (var entry in section.GetChildren())
        {
            if (entry.ReadText() is { Length: > 0 } name)
                resellers[entry.Key] = name;
            else
                resellers.Remove(entry.Key);
        }
    }
}
