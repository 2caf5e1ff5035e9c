using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GigaChat.Usage.ClickHouse;

/// <summary>Explains ClickHouse's errors and their remedies.</summary>
internal static partial class ClickHouseErrors
{
    /// <summary>Gets the store's error; null for one that it does not know.</summary>
    public static Exception? Explain(Exception error, string? database)
    {
        if (error is not DbException server)
        {
            return error is OperationCanceledException or TimeoutException
                ? Unusable(
                    "did not respond in time: check its load, or raise Timeout in the connection string",
                    new TimeoutException("ClickHouse did not respond in time.", error)
                )
                : Unusable("cannot be reached: check that its server runs and that the connection string names it");
        }

        return CodeOf(server) switch
        {
            // A constraint of the application on the table of records.
            469 => new UsageDataException("ClickHouse rejected a usage record because of its data.", error),
            60 or 16 or 47 => new ClickHouseTablesMissingException(
                MessageOf(
                    "lacks tables of usage tracking, or has those of another version: call MigrateGigaChatUsageAsync() on the services when you deploy, "
                        + $"or leave {nameof(ClickHouseUsageOptions)}.{nameof(ClickHouseUsageOptions.MigrateOnStart)} true"
                ),
                error
            ),
            81 => Unusable("does not exist: create it, or name another one in the connection string"),
            115 => Unusable("is on a server that is too old: ClickHouse 25.8 or later is needed"),
            192 or 193 or 194 or 516 => Unusable("rejects this user or password: check the connection string"),
            497 => Unusable("rejects this user: grant it the right to read and write the tables of usage tracking"),
            164 or 242 => Unusable("is read-only: allow this user to write, or check the server's Keeper and disk"),
            241 => Unusable(
                "lacks memory for the statement: raise max_memory_usage or the server's memory, or lower the load"
            ),
            243 => Unusable("cannot grow, the server's disk is full: free space on it, or delete old records"),
            252 or 202 => Unusable(
                "has too much to do: too many parts or statements at once. Raise BatchSize and BatchDelay, so that fewer batches are written"
            ),
            159 or 160 or 209 or 394 => Unusable(
                "did not respond in time: check its load; the inner error contains the cause",
                new TimeoutException("ClickHouse ended the statement.", error)
            ),
            210 or 279 or 285 or 286 or 319 or 369 or 225 or 999 or 236 => Unusable(
                "lacks a shard, a replica or its Keeper: records wait until it is back; the inner error contains the cause"
            ),
            _ => null,
        };

        UsageStoreException Unusable(string problem, Exception? cause = null) =>
            new(MessageOf(problem), cause ?? error);

        string MessageOf(string problem) => $"The usage database '{database}' {problem}.";
    }

    /// <summary>Gets the code of an error, which the driver reports as 0 or -1 where the response was cut.</summary>
    private static int CodeOf(DbException error) =>
        error.ErrorCode > 0 ? error.ErrorCode
        : Code().Match(error.Message) is { Success: true } match
            ? int.Parse(match.Groups["code"].ValueSpan, CultureInfo.InvariantCulture)
        : 0;

    [GeneratedRegex(@"Code: (?<code>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Code();
}
