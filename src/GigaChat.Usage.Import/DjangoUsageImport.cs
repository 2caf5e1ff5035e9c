using System.Globalization;
using System.Text;
using GigaChat.Usage.Import;

namespace GigaChat.Usage;

/// <summary>Imports the usage table of the original Django application into a store.</summary>
/// <remarks>
/// <para>
/// CSV: the first line names the columns, in any order. Required are <c>id</c>, <c>operation_type</c>,
/// <c>estimated_total_tokens</c> and <c>created_at</c>; optional are <c>generation_id</c>, <c>user_id</c>,
/// <c>token_id</c>, <c>estimated_prompt_tokens</c>, <c>estimated_completion_tokens</c>, <c>prompt_length</c>,
/// <c>response_length</c>, <c>topic</c>, <c>platform</c>, and columns that a join can add: <c>user__username</c>,
/// <c>token__token</c> (the token itself, stored as for live calls; without it the key in <c>token_id</c> is stored)
/// and <c>token__token_type</c>. Plain names are accepted too: <c>total_tokens</c>, <c>prompt_tokens</c>,
/// <c>completion_tokens</c>, <c>access_token_id</c>, <c>user_name</c>, <c>access_token</c>, <c>access_token_type</c>.
/// A column <c>tags</c> may contain an object of texts: <c>{"tenant":"acme"}</c>. Commas, semicolons or tabs separate the
/// columns, by RFC 4180: fields in quotes may contain those, doubled quotes and line ends.
/// </para>
/// <para>
/// JSON: the output of <c>dumpdata</c>, as <c>json</c> or <c>jsonl</c>. Users and access tokens in the same file give
/// the calls their names, tokens and types; other objects and further fields are ignored.
/// </para>
/// <para>
/// A UUID with and without dashes is the same. The id of a record is derived from that of the row, so that importing a
/// file again, or a later export of the same table, adds only new rows. Records are
/// <see cref="UsageSource.Estimated"/>, as the application counted 2.5 characters per token, and
/// <see cref="UsageOutcome.Completed"/>.</para></remarks>
public static class DjangoUsageImport
{
    private const int BatchSize = 1_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Imports a file in UTF-8, row by row; memory does not grow with it.</summary>
    /// <param name="path">The file: CSV, or the JSON of <c>dumpdata</c>.</param>
    /// <param name="store">The store that the records are written to, in batches.</param>
    /// <param name="options">The data that the table does not contain.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; it ends the import between
    /// batches.</param>
    /// <returns>The totals of the file. Compare them with the table's own count and sum.</returns>
    /// <remarks>
    /// From the first invalid row on nothing is stored; the rows before it are. Fix the file and import it again.
    /// </remarks>
    /// <exception cref="UsageImportException">Rows are not valid: the message names line and column of each, up to
    /// <see cref="DjangoUsageImportOptions.MaxProblems"/>.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<UsageImportResult> ImportFileAsync(
        string path,
        IUsageStore store,
        DjangoUsageImportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        if (await DjangoJson.IsJsonAsync(path, cancellationToken).ConfigureAwait(false))
            return await ImportAsync(
                    problems => DjangoJson.ReadAsync(() => File.OpenRead(path), problems, cancellationToken),
                    store,
                    options,
                    cancellationToken
                )
                .ConfigureAwait(false);
        using var text = new StreamReader(path, Utf8);
        return await ImportAsync(
                problems => DjangoCsv.ReadAsync(text, problems, cancellationToken),
                store,
                options,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Imports the text of a reader, like <see cref="ImportFileAsync"/>. JSON is held in memory meanwhile.
    /// </summary>
    /// <param name="export">The export, from its first character on.</param>
    /// <param name="store">The store that the records are written to, in batches.</param>
    /// <param name="options">The data that the table does not contain.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; it ends the import between
    /// batches.</param>
    /// <returns>The totals of the export. Compare them with the table's own count and sum.</returns>
    /// <remarks>
    /// From the first invalid row on nothing is stored; the rows before it are. Fix the file and import it again.
    /// </remarks>
    /// <exception cref="UsageImportException">Rows are not valid: the message names line and column of each, up to
    /// <see cref="DjangoUsageImportOptions.MaxProblems"/>.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static async Task<UsageImportResult> ImportAsync(
        TextReader export,
        IUsageStore store,
        DjangoUsageImportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(export);
        if (!IsJson(export))
            return await ImportAsync(
                    problems => DjangoCsv.ReadAsync(export, problems, cancellationToken),
                    store,
                    options,
                    cancellationToken
                )
                .ConfigureAwait(false);
        var json = Encoding.UTF8.GetBytes(await export.ReadToEndAsync(cancellationToken).ConfigureAwait(false));
        return await ImportAsync(
                problems =>
                    DjangoJson.ReadAsync(() => new MemoryStream(json, writable: false), problems, cancellationToken),
                store,
                options,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Gets <c>true</c> if an export begins as JSON does, which no name of a column does; otherwise, <c>false</c>.
    /// </summary>
    /// <exception cref="UsageImportException">The first characters cannot be decoded.</exception>
    private static bool IsJson(TextReader export)
    {
        try
        {
            return export.Peek() is '[' or '{';
        }
        catch (DecoderFallbackException error)
        {
            throw new UsageImportException("The file is not in UTF-8.", error);
        }
    }

    private static async Task<UsageImportResult> ImportAsync(
        Func<List<string>, IAsyncEnumerable<DjangoRow>> read,
        IUsageStore store,
        DjangoUsageImportOptions? options,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= new DjangoUsageImportOptions();
        options.Validate();

        var problems = new List<string>();
        var result = new UsageImportResult();
        var batch = new List<UsageRecord>(BatchSize);
        var records = new DjangoUsageRecords(options, problems);
        var last = "the first line";
        try
        {
            await foreach (var row in read(problems).ConfigureAwait(false))
            {
                last = row.Place.ToLower(CultureInfo.InvariantCulture);
                var record = records.Record(row);
                if (problems.Count >= options.MaxProblems)
                    break;
                if (problems.Count > 0)
                    continue; // the rest is only looked through for more of them
                result = result.With(record!);
                batch.Add(record!);
                if (batch.Count < BatchSize)
                    continue;
                await store.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
                batch = new List<UsageRecord>(BatchSize);
            }
        }
        catch (DecoderFallbackException)
        {
            problems.Add($"The file is not in UTF-8, soon after {last}.");
        }

        if (batch.Count > 0)
            await store.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
        return problems.Count == 0
            ? result
            : throw new UsageImportException(problems, isAll: problems.Count < options.MaxProblems);
    }
}
