using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.Testing;

/// <summary>Writes the response of a script.</summary>
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
        var hasTrailers = script.Trailers.Count > 0;
        exchange.IsStream = response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true;
        if (hasTrailers)
        {
            response.Headers.TransferEncoding = "chunked";
            response.Headers.Trailer = string.Join(", ", script.Trailers.Keys);
        }
        else if (
            !(script.IsChunked ?? chunks.Length > 1)
            && AllowsBody(script.Status)
            && response.ContentLength is null
        )
        {
            response.ContentLength = chunks.Sum(static chunk => chunk.Length);
        }

        for (var i = 0; i < chunks.Length; i++)
        {
            var part = hasTrailers ? ChunkedFraming.Frame(chunks[i]) : chunks[i];
            await exchange.WriteAsync(part, i == chunks.Length - 1 ? script.Billed : null).ConfigureAwait(false);
        }

        await exchange.EndAsync().ConfigureAwait(false);
        exchange.Bill(script.Billed);
        if (hasTrailers)
            await response
                .Body.WriteAsync(ChunkedFraming.End(script.Trailers), exchange.Http.RequestAborted)
                .ConfigureAwait(false);
    }

    private static bool AllowsBody(int status) => status is not (204 or 304);

    /// <summary>
    /// Reads the request to its end, so that the caller can send it; only its model is used, if it has one.
    /// </summary>
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
            // Not JSON: the scripted response is sent all the same.
        }
    }
}
