using System.Data.Common;
using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace GigaChat.Usage.Sqlite;

internal sealed class SqliteUsageOptionsValidator : IValidateOptions<SqliteUsageOptions>
{
    private const string Option = $"{nameof(SqliteUsageOptions)}.{nameof(SqliteUsageOptions.ConnectionString)}";

    private const string Example = "write one such as 'Data Source=usage.db'";

    public ValidateOptionsResult Validate(string? name, SqliteUsageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] problems =
        [
            .. options.Problems(),
            .. Problem(options.ConnectionString) is { } problem ? [problem] : Array.Empty<string>(),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>
    /// Gets <c>true</c> if the SQLite library of the application accepts a password, which the driver checks when a
    /// connection opens; otherwise, <c>false</c>.
    /// </summary>
    private static bool CanEncrypt()
    {
        try
        {
            using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False;Password=any");
            connection.Open();
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or SqliteException)
        {
            return false;
        }
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
            var parts = new SqliteConnectionStringBuilder(connectionString);
            if (parts.DataSource.Length == 0)
                return $"{Option} names no file (Data Source); {Example}.";
            if (
                parts.Mode == SqliteOpenMode.Memory
                || parts.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
            )
                return $"{Option} names a database in memory, which is lost with each connection; {Example}, or keep records in memory with UseInMemory().";
            if (parts.Cache == SqliteCacheMode.Shared)
                return $"{Option} has Cache=Shared, with which connections lock each other's tables instead of waiting; omit Cache.";
            if (parts.Password.Length > 0 && !CanEncrypt())
                return $"{Option} has a Password, and the SQLite library '{raw.GetNativeLibraryName()}' of this application cannot encrypt; omit Password, or reference a library that can.";
            return null;
        }
        catch (Exception error)
            when (error is ArgumentException or FormatException or InvalidCastException or DbException)
        {
            return $"{Option} is not valid; {Example}.";
        }
    }
}
