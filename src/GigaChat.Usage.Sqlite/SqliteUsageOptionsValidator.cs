using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

internal sealed class SqliteUsageOptionsValidator : IValidateOptions<SqliteUsageOptions>
{
    private static readonly TimeSpan MaxBusyTimeout = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, SqliteUsageOptions options)
    {
        List<string> errors = [];
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            errors.Add(Error(nameof(options.ConnectionString), "is empty; give it a file, such as 'Data Source=gigachat-usage.db'"));
        else if (Problem(options.ConnectionString) is { } problem)
            errors.Add(Error(nameof(options.ConnectionString), problem));
        if (options.BusyTimeout < TimeSpan.Zero || options.BusyTimeout > MaxBusyTimeout)
            errors.Add(Error(nameof(options.BusyTimeout), $"is {options.BusyTimeout}; it must be between 0 and 10 minutes"));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static string Error(string option, string problem) => $"{nameof(SqliteUsageOptions)}.{option} {problem}.";

    private static string? Problem(string connectionString)
    {
        try
        {
            var parts = new SqliteConnectionStringBuilder(connectionString);
            if (parts.Mode == SqliteOpenMode.Memory || parts.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
                return "names a database in memory, which every connection would have for itself; use UseInMemory(), or name a file";
            return string.IsNullOrWhiteSpace(parts.DataSource) ? "names no file; add 'Data Source=gigachat-usage.db'" : null;
        }
        catch (ArgumentException error)
        {
            // The message names the keyword, never a value: a connection string may hold a password.
            return $"is not a connection string of SQLite: {error.Message.TrimEnd('.')}";
        }
    }
}
