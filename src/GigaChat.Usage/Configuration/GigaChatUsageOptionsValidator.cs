using GigaChat.Usage.Pricing;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Configuration;

/// <summary>Checks every option: the ranges by their attributes, and here what needs more than one value.</summary>
internal sealed class GigaChatUsageOptionsValidator : IValidateOptions<GigaChatUsageOptions>
{
    private const int ShortestKey = 16;
    private const int LongestReseller = 40;

    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromHours(1);
    private static readonly GigaChatUsageOptionsRanges Ranges = new();

    public static void ThrowIfInvalid(GigaChatUsageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = Failures(options).ToList();
        if (failures.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(GigaChatUsageOptions), failures);
    }

    public ValidateOptionsResult Validate(string? name, GigaChatUsageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = Failures(options).ToList();
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Failures(GigaChatUsageOptions options)
    {
        string?[] checks =
        [
            .. options.Hosts.Select(static host => UsageHost.Problem(host)),
            .. options.Resellers.Select(static reseller =>
                UsageHost.Problem(reseller.Key, nameof(GigaChatUsageOptions.Resellers))
            ),
            .. options.Resellers.Select(static reseller => ResellerProblem(reseller.Key, reseller.Value)),
            // The key is a secret: only its length is shown.
            options.FingerprintKey
                is { Length: < ShortestKey } key
                ? Wrong(
                    nameof(options.FingerprintKey),
                    $"{key.Length} characters long",
                    $"null or at least {ShortestKey} characters long"
                )
                : null,
            ReportTimeZone.Find(options.TimeZone) is not null
                ? null
                : Wrong(
                    nameof(options.TimeZone),
                    $"'{options.TimeZone}'",
                    "an IANA or Windows time zone id that this machine knows, such as Europe/Moscow or UTC"
                ),
            options.JournalDirectory is null && options.Durability == UsageDurability.Journaled
                ? Wrong(
                    nameof(options.JournalDirectory),
                    "null",
                    $"a directory on a local disk, because {nameof(options.Durability)} is {nameof(UsageDurability.Journaled)}"
                )
                : null,
            options.JournalDirectory is { } directory && string.IsNullOrWhiteSpace(directory)
                ? Wrong(nameof(options.JournalDirectory), $"'{directory}'", "null or the path of a directory")
                : null,
            options.MaxRetryDelay < options.RetryDelay || options.MaxRetryDelay > LongestRetryDelay
                ? Wrong(
                    nameof(options.MaxRetryDelay),
                    OptionProblem.Text(options.MaxRetryDelay),
                    $"between {OptionProblem.Text(options.RetryDelay)} ({nameof(options.RetryDelay)}) and {OptionProblem.Text(LongestRetryDelay)}"
                )
                : null,
        ];
        var ranges = Ranges.Validate(null, options);
        return checks.OfType<string>().Concat(ranges.Failures ?? []);
    }

    /// <summary>
    /// Gets the problem of a reseller. The name precedes the model in records and prices, up to a slash, and the dot
    /// distinguishes it from other prefixes.
    /// </summary>
    private static string? ResellerProblem(string host, string name) =>
        name is { Length: >= 3 and <= LongestReseller }
        && ModelName.ResellerOf($"{name}/") is { IsEmpty: false } whole
        && whole.Length == name.Length
        && Uri.CheckHostName(name) == UriHostNameType.Dns
            ? null
            : Wrong(
                $"{nameof(GigaChatUsageOptions.Resellers)}['{host}']",
                $"'{name}'",
                $"a domain of 3 to {LongestReseller} characters that names the seller, such as cloud.ru"
            );

    private static string Wrong(string option, string value, string allowed) =>
        OptionProblem.Of($"{nameof(GigaChatUsageOptions)}.{option}", value, allowed);
}
