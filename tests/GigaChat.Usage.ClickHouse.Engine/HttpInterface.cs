using System.IO.Compression;
using System.Net.Mime;
using System.Text;
using System.Text.RegularExpressions;

namespace GigaChat.Usage.ClickHouse.Engine;

/// <summary>ClickHouse's HTTP interface: a statement in the address or the body, data after it, settings in the
/// address.</summary>
internal sealed partial class HttpInterface(SessionPool sessions)
{
    /// <summary>The parameters of the interface that are no settings.</summary>
    private static readonly HashSet<string> NoSettings = new(StringComparer.Ordinal)
    {
        "query",
        "database",
        "default_format",
        "query_id",
        "session_id",
        "session_timeout",
        "session_check",
        "user",
        "password",
        "role",
        "compress",
        "decompress",
        "client_protocol_version",
        "enable_http_compression",
        "cancel_http_readonly_queries_on_client_close",
        "wait_end_of_query",
        "buffer_size",
    };

    public async Task ServeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) && !request.Query.ContainsKey("query"))
        {
            await context.Response.WriteAsync("Ok.\n");
            return;
        }

        await using var body = string.Equals(
            request.Headers.ContentEncoding,
            "gzip",
            StringComparison.OrdinalIgnoreCase
        )
            ? new GZipStream(request.Body, CompressionMode.Decompress)
            : request.Body;
        var mark = $"/* {Guid.CreateVersion7():N} */";
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // As a server does: only statements that say they change nothing, and only where the client asks for it.
        await using var killing = context.RequestAborted.Register(() =>
        {
            if (
                request.Query["cancel_http_readonly_queries_on_client_close"] == "1"
                && request.Query["readonly"] == "2"
            )
                Kill(mark, ended.Task);
        });
        try
        {
            // On a thread of the pool: the engine takes a millisecond longer for its first statement on a new one.
            var result = await Task.Run(() => Run(request, body, mark));
            context.Response.ContentType = MediaTypeNames.Application.Octet;
            await context.Response.Body.WriteAsync(result);
        }
        catch (ChdbException error) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.Headers["X-ClickHouse-Exception-Code"] = Code().Match(error.Message).Groups["code"].Value;
            await context.Response.WriteAsync(error.Message);
        }
        catch (Exception error) when (error is ChdbException or IOException or OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            ended.SetResult();
        }
    }

    private byte[] Run(HttpRequest request, Stream body, string mark)
    {
        using var lease = sessions.Take(
            request.Query["database"].ToString(),
            request
                .Query.Where(pair => !NoSettings.Contains(pair.Key))
                .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()))
        );
        var session = lease.Session;
        var statement = request.Query["query"].ToString();
        if (statement.Length == 0)
            statement = ReadStatement(body, out body);
        if (InsertWithData().Match(statement) is { Success: true } insert)
        {
            session.Insert($"{insert.Groups["insert"].Value} {mark}", insert.Groups["format"].Value, body);
            lease.Succeeded();
            return [];
        }

        using var rest = new StreamReader(body, Encoding.UTF8);
        var sql = $"{statement}\n{rest.ReadToEnd()}".TrimEnd('\n', ' ', ';');
        var format = request.Query["default_format"].ToString() is { Length: > 0 } given ? given : "TabSeparated";
        var result = session.Query(Encoding.UTF8.GetBytes($"{mark} {sql}"), format);
        lease.Succeeded();
        return result;
    }

    /// <summary>Reads the statement of a body: of an insert its first line, because data follows; otherwise,
    /// everything.</summary>
    private static string ReadStatement(Stream body, out Stream rest)
    {
        var first = new MemoryStream();
        for (int next; (next = body.ReadByte()) >= 0 && (next != '\n' || !IsInsert(first)); )
            first.WriteByte((byte)next);
        rest = body;
        return Encoding.UTF8.GetString(first.ToArray());
    }

    private static bool IsInsert(MemoryStream first) =>
        InsertWithData().IsMatch(Encoding.UTF8.GetString(first.ToArray()));

    /// <summary>Stops a statement whose client is gone.</summary>
    private void Kill(string mark, Task ended) =>
        _ = Task.Run(async () =>
        {
            while (!ended.IsCompleted)
            {
                using (var lease = sessions.Take("", []))
                    lease.Session.Execute(
                        $"KILL QUERY WHERE position(query, '{mark}') > 0 AND query NOT LIKE 'KILL%' ASYNC"
                    );
                await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System));
            }
        });

    [GeneratedRegex(@"^Code: (?<code>\d+)\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Code();

    [GeneratedRegex(
        @"^\s*(?<insert>INSERT\s+INTO\s.*?)\s+FORMAT\s+(?<format>\w+)\s*$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex InsertWithData();
}
