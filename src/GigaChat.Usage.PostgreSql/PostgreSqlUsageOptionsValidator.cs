using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GigaChat.Usage;

internal sealed class PostgreSqlUsageOptionsValidator : IValidateOptions<PostgreSqlUsageOptions>
{
    private const int MaxIdentifier = 63;

    public ValidateOptionsResult Validate(string? name, PostgreSqlUsageOptions options)
    {
        List<string> errors = [];
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            errors.Add(Error(nameof(options.ConnectionString), "is empty; give it a server, such as 'Host=localhost;Database=app;Username=app'"));
        else if (Problem(options.ConnectionString) is { } problem)
            errors.Add(Error(nameof(options.ConnectionString), problem));
        if (options.Schema is { } schema && (string.IsNullOrWhiteSpace(schema) || schema.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(schema) > MaxIdentifier))
            errors.Add(Error(nameof(options.Schema), $"must be a name of 1 to {MaxIdentifier} bytes, or null for the first schema of the search path"));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static string Error(string option, string problem) => $"{nameof(PostgreSqlUsageOptions)}.{option} {problem}.";

    private static string? Problem(string connectionString)
    {
        try
        {
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connectionString).Host) ? "names no server; add 'Host=...'" : null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            // The message names the keyword, never a value: a connection string may hold a password.
            return $"is not a connection string of PostgreSQL: {error.Message.TrimEnd('.')}";
        }
    }
}
