using System.Text;
using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>Writes server-sent events, one part of the body each.</summary>
internal sealed class EventStream
{
    private readonly Exchange _exchange;

    public EventStream(Exchange exchange)
    {
        _exchange = exchange;
        exchange.IsStream = true;
        exchange.Http.Response.ContentType = "text/event-stream; charset=utf-8";
        exchange.Http.Response.Headers.CacheControl = "no-cache";
    }

    /// <summary>Sends an event; <paramref name="billed"/> is given with the one that reports the usage.</summary>
    public Task SendAsync(JsonNode data, string? name = null, BilledTokens? billed = null) =>
        _exchange.WriteAsync(
            Encoding.UTF8.GetBytes($"{(name is null ? "" : $"event: {name}\n")}data: {data.ToWire()}\n\n"),
            billed
        );

    /// <summary>Sends the end of a stream of version 1.</summary>
    public async Task DoneAsync()
    {
        await _exchange.WriteAsync("data: [DONE]\n\n"u8.ToArray()).ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    public Task EndAsync() => _exchange.EndAsync();
}
