using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage;

/// <summary>Answers as a script says.</summary>
internal static class ScriptedEndpoint
{
    private const int LargestRequestToRead = 1 << 20;

    public static async Task AnswerAsync(Exchange exchange)
    {
        var script = exchange.Script!;
        await ReadRequestAsync(exchange).ConfigureAwait(false);
        if (script.IsDisconnect)
        {
            exchange.Http.Abort();
            return;
        }

        var response = exchange.Http.Response;
        response.StatusCode = script.Status;
        foreach (var (name, value) in script.Headers)
            response.Headers[name] = value;

        var chunks = script.Chunks!.Value;
        var isChunked = (script.IsChunked ?? chunks.Length > 1) || script.Trailers.Count > 0;
        exchange.IsStream = response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true;
        if (!isChunked && AllowsBody(script.Status) && !response.Headers.ContainsKey("Content-Length"))
            response.ContentLength = chunks.Sum(static chunk => chunk.Length);
        foreach (var name in script.Trailers.Keys)
            response.DeclareTrailer(name);

        for (var i = 0; i < chunks.Length; i++)
            await exchange.WriteAsync(chunks[i], i == chunks.Length - 1 ? script.Billed : null).ConfigureAwait(false);
        await exchange.EndAsync().ConfigureAwait(false);
        exchange.Bill(script.Billed);
        foreach (var (name, value) in script.Trailers)
            response.AppendTrailer(name, value);
    }

    private static bool AllowsBody(int status) => status is not (204 or 304);

    /// <summary>The request is read to its end, so that the caller can send it; only its model matters, if it has one.</summary>
    private static async Task ReadRequestAsync(Exchange exchange)
    {
        var request = exchange.Http.Request;
        if (request.ContentLength > LargestRequestToRead)
        {
            await request.Body.CopyToAsync(Stream.Null, exchange.Http.RequestAborted).ConfigureAwait(false);
            return;
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, exchange.Http.RequestAborted).ConfigureAwait(false);
        try
        {
            if (JsonNode.Parse(body.ToArray()) is JsonObject json && json.Text("model") is { } model)
                exchange.Model = ModelNames.WithoutBuild(model);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            // Not JSON: the script answers all the same.
        }
    }
}
