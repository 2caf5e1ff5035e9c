using System.Text;

namespace GigaChat.Usage;

/// <summary>Reads the usage table of the Django application that this library follows, exported as CSV, into a store.</summary>
/// <remarks>
/// <para>
/// The first line names the columns, in any order. Required: <c>id</c>, <c>operation_type</c>, <c>total_tokens</c>, <c>created_at</c>. Known besides:
/// <c>generation_id</c>, <c>user_id</c>, <c>access_token_id</c>, <c>prompt_tokens</c>, <c>completion_tokens</c>, <c>prompt_length</c>,
/// <c>response_length</c>, <c>topic</c>, <c>platform</c>, and what a join can add: <c>user_name</c>, <c>access_token</c> (the token itself, kept as live calls
/// keep it; without it the key in <c>access_token_id</c> is kept as it is), <c>access_token_type</c>. Columns are parted by commas, semicolons or tabs, by RFC 4180: fields in quotes may
/// hold those, doubled quotes and line ends.
/// </para>
/// <para>
/// A record's id follows from the table's <c>id</c>, so that importing a file again, or a later export of the same table, adds only what is new.
/// Records are <see cref="UsageSource.Estimated"/>, as the application counted 2.5 characters a token, and <see cref="UsageOutcome.Completed"/>.
/// </para>
/// </remarks>
public static class DjangoUsageImport
{
    private const int BatchSize = 1_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Imports a file in UTF-8, line by line; memory does not grow with it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="store">Where the records go, in batches.</param>
    /// <param name="options">What the table itself does not say.</param>
    /// <param name="ct">Stops the import between batches.</param>
    /// <returns>What was read. Compare it with the table's own count and sum.</returns>
    /// <remarks>From the first wrong line on nothing is stored; the lines before it are. Mend the file and import it again.</remarks>
    /// <exception cref="UsageImportException">Lines are wrong: the message names line and column of each, up to <see cref="DjangoUsageImportOptions.MaxProblems"/>.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<UsageImportResult> ImportAsync(string path, IUsageStore store, DjangoUsageImportOptions? options = null, CancellationToken ct = default)
    {
        using var csv = new StreamReader(path, Utf8);
        return await ImportAsync(csv, store, options, ct).ConfigureAwait(false);
    }

    /// <summary>Imports what a reader gives, as the overload for files does.</summary>
    /// <param name="csv">The export, from its first line on.</param>
    /// <param name="store">Where the records go, in batches.</param>
    /// <param name="options">What the table itself does not say.</param>
    /// <param name="ct">Stops the import between batches.</param>
    /// <returns>What was read. Compare it with the table's own count and sum.</returns>
    /// <remarks>From the first wrong line on nothing is stored; the lines before it are. Mend the file and import it again.</remarks>
    /// <exception cref="UsageImportException">Lines are wrong: the message names line and column of each, up to <see cref="DjangoUsageImportOptions.MaxProblems"/>.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static async Task<UsageImportResult> ImportAsync(TextReader csv, IUsageStore store, DjangoUsageImportOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(csv);
        ArgumentNullException.ThrowIfNull(store);
        options ??= new DjangoUsageImportOptions();
        options.Validate();

        var problems = new List<string>();
        var result = new UsageImportResult();
        var batch = new List<UsageRecord>(BatchSize);
        var reader = new CsvReader(csv);
        try
        {
            var table = DjangoUsageTable.Read(await reader.ReadAsync(ct).ConfigureAwait(false), options, problems);
            while (problems.Count < options.MaxProblems && table is not null && await reader.ReadAsync(ct).ConfigureAwait(false) is { } row)
            {
                var record = table.Record(row);
                if (problems.Count > 0)
                    continue; // the rest is only looked through for more of them
                result = result.With(record!);
                batch.Add(record!);
                if (batch.Count < BatchSize)
                    continue;
                await store.AppendAsync(batch, ct).ConfigureAwait(false);
                batch = new List<UsageRecord>(BatchSize);
            }
        }
        catch (UsageImportException error)
        {
            // Where a quote is wrong, what follows it cannot be told apart.
            problems.Add(error.Message);
        }
        catch (DecoderFallbackException)
        {
            problems.Add($"The file is not in UTF-8, on line {reader.Line} or soon after it.");
        }

        if (batch.Count > 0)
            await store.AppendAsync(batch, ct).ConfigureAwait(false);
        return problems.Count == 0 ? result : throw new UsageImportException(problems, isAll: problems.Count < options.MaxProblems);
    }
}
