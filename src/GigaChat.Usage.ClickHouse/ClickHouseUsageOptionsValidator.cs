using System.Globalization;
using ClickHouse.Driver.ADO;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.ClickHouse;

internal sealed class ClickHouseUsageOptionsValidator : IValidateOptions<ClickHouseUsageOptions>
{
    private const string Option = $"{nameof(ClickHouseUsageOptions)}.{nameof(ClickHouseUsageOptions.ConnectionString)}";

    private const string Example =
        "write one such as 'Host=localhost;Port=8123;Database=usage;Username=usage;Password=...'";

    public ValidateOptionsResult Validate(string? name, ClickHouseUsageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string?[] problems =
        [
            Problem(options.ConnectionString),
            ClusterProblem(options.Cluster),
            options.RetainRecordsFor is { } age && age < TimeSpan.FromDays(1)
                ? $"{nameof(ClickHouseUsageOptions)}.{nameof(ClickHouseUsageOptions.RetainRecordsFor)} is {age}; it must be at least one day, or null to keep records permanently."
                : null,
        ];
        var found = problems.OfType<string>().ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    /// <summary>
    /// Gets the problem of a connection string and the remedy; null when there is none. The text never contains the
    /// connection string, which may have a password.
    /// </summary>
    public static string? Problem(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return $"{Option} is empty; {Example}.";
        try
        {
            var builder = new ClickHouseConnectionStringBuilder(connectionString);
            if (!builder.ContainsKey("Host") || string.IsNullOrWhiteSpace(builder.Host))
                return $"{Option} names no server (Host); {Example}.";
            builder.ToSettings().Validate();

            // The driver takes its default for a port that is no number.
            return
                builder.TryGetValue("Port", out var port)
                && !ushort.TryParse($"{port}", CultureInfo.InvariantCulture, out _)
                ? $"{Option} is not valid; {Example}."
                : null;
        }
        catch (Exception error)
            when (error
                    is ArgumentException
                        or FormatException
                        or InvalidCastException
                        or InvalidOperationException
                        or OverflowException
            )
        {
            return $"{Option} is not valid; {Example}.";
        }
    }

    public static string? ClusterProblem(string? cluster) =>
        cluster is not null && string.IsNullOrWhiteSpace(cluster)
            ? $"{nameof(ClickHouseUsageOptions)}.{nameof(ClickHouseUsageOptions.Cluster)} must be the name of a cluster, or null for one server."
            : null;
}
