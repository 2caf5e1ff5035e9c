using System.Globalization;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Configuration;

/// <summary>Checks every option against its documented range.</summary>
internal sealed class GigaChatUsageOptionsValidator : IValidateOptions<GigaChatUsageOptions>
{
    private const int ShortestKey = 16;
    private const int LongestReseller = 40;

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
            Enum.IsDefined(options.AccessTokens)
                ? null
                : Wrong(
                    nameof(options.AccessTokens),
                    $"{options.AccessTokens}",
                    $"one of {string.Join(", ", Enum.GetNames<AccessTokenStorage>())}"
                ),
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
            Enum.IsDefined(options.Durability)
                ? null
                : Wrong(
                    nameof(options.Durability),
                    $"{options.Durability}",
                    $"one of {string.Join(", ", Enum.GetNames<UsageDurability>())}"
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
            Range(nameof(options.JournalMaxBytes), options.JournalMaxBytes, 1L << 20, 1L << 40),
            Range(nameof(options.QueueCapacity), options.QueueCapacity, 1, 10_000_000),
            Range(nameof(options.BatchSize), options.BatchSize, 1, 100_000),
            Range(nameof(options.BatchDelay), options.BatchDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
            Range(
                nameof(options.WriteTimeout),
                options.WriteTimeout,
                TimeSpan.FromMilliseconds(100),
                TimeSpan.FromMinutes(10)
            ),
            Range(
                nameof(options.RetryDelay),
                options.RetryDelay,
                TimeSpan.FromMilliseconds(1),
                TimeSpan.FromMinutes(1)
            ),
            Range(
                nameof(options.MaxRetryDelay),
                options.MaxRetryDelay,
                options.RetryDelay,
                TimeSpan.FromHours(1),
                nameof(options.RetryDelay)
            ),
            Range(nameof(options.ShutdownTimeout), options.ShutdownTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
        ];
        return checks.OfType<string>();
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

    private static string? Range<T>(string option, T value, T least, T most, string? leastIs = null)
        where T : IComparable<T>, IFormattable
    {
        if (value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0)
            return null;
        return Wrong(
            option,
            Text(value),
            $"between {Text(least)}{(leastIs is null ? "" : $" ({leastIs})")} and {Text(most)}"
        );
    }

    private static string Wrong(string option, string value, string allowed) =>
        $"{nameof(GigaChatUsageOptions)}.{option} is {value}; it must be {allowed}.";

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(value is TimeSpan ? "g" : "N0", CultureInfo.InvariantCulture);
}
