using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GigaChat.Usage.Import;

/// <summary>
/// Reads the table from the JSON of Django's <c>dumpdata</c>: an array of objects, or one object per line.
/// </summary>
/// <remarks>Users and access tokens in the same file give the calls their names, tokens and types.</remarks>
internal static class DjangoJson
{
    private const string OperationType = "operation_type";

    // The fields of the model are foreign keys where the table has ids.
    private static readonly Dictionary<string, DjangoColumn> ForeignKeys = new(StringComparer.Ordinal)
    {
        ["user"] = DjangoColumn.UserId,
        ["token"] = DjangoColumn.AccessTokenId,
        ["access_token"] = DjangoColumn.AccessTokenId,
        ["generation"] = DjangoColumn.GenerationId,
    };

    /// <summary>
    /// Gets <c>true</c> if a file begins as JSON does, which no name of a column does; otherwise, <c>false</c>.
    /// </summary>
    public static async Task<bool> IsJsonAsync(string path, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
            return await FirstByteAsync(stream, cancellationToken).ConfigureAwait(false) is (byte)'[' or (byte)'{';
    }

    /// <summary>Reads the rows.</summary>
    /// <param name="open">Opens the file, from its first byte on; it is read twice.</param>
    /// <param name="problems">The list that problems are added to.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static async IAsyncEnumerable<DjangoRow> ReadAsync(
        Func<Stream> open,
        List<string> problems,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // Users and tokens first: Django may write them after the calls.
        var people = new DjangoPeople();
        await foreach (var it in ObjectsAsync(open, problems, cancellationToken).ConfigureAwait(false))
            people.Add(it.Key, it.Fields);
        if (problems.Count > 0)
            yield break;

        var calls = 0L;
        await foreach (
            var (number, key, fields) in ObjectsAsync(open, problems, cancellationToken).ConfigureAwait(false)
        )
        {
            if (!fields.TryGetProperty(OperationType, out _))
                continue;
            calls++;
            var place = string.Create(CultureInfo.InvariantCulture, $"Object {number}");
            if (key is null)
                problems.Add($"{place} has no pk; export without --natural-primary.");
            else if (Row(place, key, fields, problems) is { } row)
                yield return people.Named(row);
        }

        if (calls == 0 && problems.Count == 0)
            problems.Add(
                $"The file has no object with a field {OperationType}: it is not an export of the usage table by dumpdata."
            );
    }

    private static async IAsyncEnumerable<(long Number, string? Key, JsonElement Fields)> ObjectsAsync(
        Func<Stream> open,
        List<string> problems,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var stream = open();
        await using (stream.ConfigureAwait(false))
        {
            var isArray = await FirstByteAsync(stream, cancellationToken).ConfigureAwait(false) == '[';
            var objects = JsonSerializer
                .DeserializeAsyncEnumerable(
                    stream,
                    DjangoJsonContext.Default.JsonElement,
                    topLevelValues: !isArray,
                    cancellationToken
                )
                .GetAsyncEnumerator(cancellationToken);
            await using (objects.ConfigureAwait(false))
            {
                for (var number = 1L; await TryNextAsync(objects, number, problems).ConfigureAwait(false); number++)
                {
                    if (
                        objects.Current is { ValueKind: JsonValueKind.Object } it
                        && it.TryGetProperty("fields", out var fields)
                        && fields.ValueKind == JsonValueKind.Object
                    )
                        yield return (number, it.TryGetProperty("pk", out var key) ? Text(key) : null, fields);
                }
            }
        }
    }

    private static async Task<bool> TryNextAsync(
        IAsyncEnumerator<JsonElement> objects,
        long number,
        List<string> problems
    )
    {
        try
        {
            return await objects.MoveNextAsync().ConfigureAwait(false);
        }
        catch (JsonException error)
        {
            problems.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The JSON is not valid at object {number} or before it, on line {error.LineNumber + 1}; export it again with dumpdata."
                )
            );
            return false;
        }
    }

    /// <summary>Moves a stream to its first byte that is not white space.</summary>
    private static async Task<byte?> FirstByteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) > 0)
        {
            // White space, or a part of a byte order mark.
            if (one[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF)
                continue;
            stream.Position--;
            return one[0];
        }

        return null;
    }

    private static DjangoRow? Row(string place, string key, JsonElement fields, List<string> problems)
    {
        var row = new DjangoRow(
            $"{place} (pk {key})",
            new string?[DjangoColumns.Count],
            new string?[DjangoColumns.Count]
        );
        row.Fields[(int)DjangoColumn.Id] = key;
        row.Names[(int)DjangoColumn.Id] = "pk";
        foreach (var field in fields.EnumerateObject())
        {
            // Further fields of the model are not part of the record, and dumpdata cannot omit them.
            if (!ForeignKeys.TryGetValue(field.Name, out var column) && !DjangoColumns.TryFind(field.Name, out column))
                continue;
            row.Names[(int)column] = field.Name;
            if (field.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            {
                problems.Add(row.Problem(column, "is a natural key; export without --natural-foreign."));
                return null;
            }

            row.Fields[(int)column] = Text(field.Value);
        }

        return row;
    }

    private static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
            _ => value.GetRawText(),
        };
}
