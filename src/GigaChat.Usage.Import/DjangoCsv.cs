using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;

namespace GigaChat.Usage.Import;

/// <summary>
/// Reads the table from CSV (RFC 4180), separated by the separator of the first two columns: a comma, a semicolon or a
/// tab.
/// </summary>
internal static class DjangoCsv
{
    /// <summary>
    /// The maximum size of a row: far more than any has. Where a quote is never closed, the rest of the file would be
    /// one.
    /// </summary>
    private const int MostBytesInRow = 128 * 1024;

    /// <summary>
    /// Reads the rows. Problems of the first line and of quotes end the reading, those of other rows do not.
    /// </summary>
    /// <param name="text">The file.</param>
    /// <param name="problems">The list that problems are added to.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static async IAsyncEnumerable<DjangoRow> ReadAsync(
        TextReader text,
        List<string> problems,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // Read separately: the separator is found from the names of the columns, while texts may contain any.
        var first = await text.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        if (Header(first, problems) is not { } columns)
            yield break;

        CsvMalformedRecord? malformed = null;
        var csv = CsvReader.Create(
            text,
            Options(first!) with
            {
                OnMalformedRecord = record => malformed ??= record,
            },
            leaveOpen: true
        );
        await using (csv.ConfigureAwait(false))
        {
            while (await TryReadAsync(csv, problems, cancellationToken).ConfigureAwait(false))
            {
                if (malformed is { } record)
                {
                    // The text after a wrong quote cannot be parsed.
                    problems.Add(Problem(record));
                    yield break;
                }

                var line = string.Create(CultureInfo.InvariantCulture, $"Line {csv.LineNumber + 1}");
                if (csv.FieldCount == columns.Length)
                    yield return Row(csv, line, columns);
                else
                    problems.Add(
                        $"{line} has {csv.FieldCount} fields where the first line names {columns.Length} columns."
                    );
            }
        }
    }

    private static CsvReaderOptions Options(string first) =>
        CsvReaderOptions.Default with
        {
            Separator = first.AsSpan().IndexOfAny(",;\t") is >= 0 and var at ? first[at] : ',',
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = MostBytesInRow,
        };

    /// <returns>The columns in the order of the file; null, and problems, when the first line does not name
    /// them.</returns>
    private static (DjangoColumn Column, string Name)[]? Header(string? first, List<string> problems)
    {
        first = first?.TrimStart('\uFEFF');
        if (string.IsNullOrEmpty(first))
        {
            problems.Add("The file is empty; its first line must name the columns.");
            return null;
        }

        if (first[0] == '<')
        {
            problems.Add("The file is XML, which is not read; export CSV, or JSON with dumpdata.");
            return null;
        }

        var known = problems.Count;
        var columns = new List<(DjangoColumn Column, string Name)>();
        using var csv = CsvReader.FromText(first, Options(first));
        csv.Read();
        for (var i = 0; i < csv.FieldCount; i++)
        {
            var name = csv.GetString(i).Trim();
            if (!DjangoColumns.TryFind(name, out var column))
                problems.Add(
                    $"Line 1: {Quoted.Of(name)} is not a column of the table. Omit it from the export, or rename it; known are {string.Join(", ", DjangoColumns.Names)}."
                );
            else if (columns.FirstOrDefault(it => it.Column == column).Name is { } other)
                problems.Add(
                    other == name
                        ? $"Line 1: the column {name} is listed twice."
                        : $"Line 1: the columns {other} and {name} are the same."
                );
            else
                columns.Add((column, name));
        }

        foreach (var missing in DjangoColumns.Required.Where(column => columns.TrueForAll(it => it.Column != column)))
            problems.Add($"Line 1: the column {DjangoColumns.NameOf(missing)} is missing.");
        return problems.Count == known ? [.. columns] : null;
    }

    private static async Task<bool> TryReadAsync(
        CsvReader csv,
        List<string> problems,
        CancellationToken cancellationToken
    )
    {
        var before = csv.LineNumber;
        try
        {
            return await csv.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CsvFormatException)
        {
            problems.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A row after line {before + 1} is longer than {MostBytesInRow:N0} bytes; a quote may be missing."
                )
            );
            return false;
        }
    }

    private static DjangoRow Row(CsvReader csv, string line, (DjangoColumn Column, string Name)[] columns)
    {
        var row = new DjangoRow(line, new string?[DjangoColumns.Count], new string?[DjangoColumns.Count]);
        for (var i = 0; i < columns.Length; i++)
        {
            var (column, name) = columns[i];
            row.Names[(int)column] = name;

            // Django writes an empty text and none alike.
            if (csv.GetString(i) is { Length: > 0 } text)
                row.Fields[(int)column] = text;
        }

        return row;
    }

    private static string Problem(CsvMalformedRecord record)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{record.LineNumber + 1}");
        return record.Reason switch
        {
            CsvMalformedReason.StrayQuote => $"Line {line} has a quote inside a field that is not in quotes.",
            CsvMalformedReason.TextAfterClosingQuote => $"Line {line} has text after a closing quote.",
            _ => $"The quote on line {line} is not closed.",
        };
    }
}
