using System.Text;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GigaChat.Usage.PostgreSql;

internal sealed class PostgreSqlUsageOptionsValidator : IValidateOptions<PostgreSqlUsageOptions>
{
    private const int MaxIdentifier = 63;

    private const string Option = $"{nameof(PostgreSqlUsageOptions)}.{nameof(PostgreSqlUsageOptions.ConnectionString)}";

    private const string Example = "write one such as 'Host=localhost;Database=app;Username=app'";

    public ValidateOptionsResult Validate(string? name, PostgreSqlUsageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string?[] problems = [.. options.Problems(), Problem(options.ConnectionString), SchemaProblem(options.Schema)];
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
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connectionString).Host)
                ? $"{Option} names no server (Host); {Example}."
                : null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException)
        {
            return $"{Option} is not valid; {Example}.";
        }
    }

    public static string? SchemaProblem(string? schema) =>
        schema is not null
        && (
            string.IsNullOrWhiteSpace(schema)
            || schema.Contains('\0', StringComparison.Ordinal)
            || Encoding.UTF8.GetByteCount(schema) > MaxIdentifier
        )
            ? $"{nameof(PostgreSqlUsageOptions)}.{nameof(PostgreSqlUsageOptions.Schema)} must be a name of 1 to {MaxIdentifier} bytes, or null for the first schema of the search path."
            : null;
}
