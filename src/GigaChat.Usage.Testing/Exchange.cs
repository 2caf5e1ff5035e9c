using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.Testing;

/// <summary>One request and its response, and its line in the ledger.</summary>
internal sealed class Exchange
{
    private readonly DateTimeOffset _at;
    private int _chunks;
    private int? _line;
    private bool _isCut;

    public Exchange(Backend backend, HttpContext http, Route route, GigaChatAnswer? script)
    {
        Backend = backend;
        Http = http;
        Route = route;
        Script = script;
        _at = backend.Options.TimeProvider.GetUtcNow();
        CallerSessionId = Header(http, "X-Session-ID");
        SessionId = CallerSessionId ?? Guid.CreateVersion7(_at).ToString();
        RequestId = Header(http, "X-Request-ID") ?? Guid.CreateVersion7(_at).ToString();
        http.Response.Headers["X-Session-ID"] = SessionId;
        http.Response.Headers["X-Request-ID"] = RequestId;
    }

    public Backend Backend { get; }

    public HttpContext Http { get; }

    public Route Route { get; }

    public GigaChatAnswer? Script { get; }

    public string SessionId { get; }

    /// <summary>The session id of the caller; its prompts share a cache.</summary>
    public string? CallerSessionId { get; }

    public string RequestId { get; }

    public string? Model { get; set; }

    public bool IsStream { get; set; }

    /// <summary>The tokens that are billed if the caller disconnects now.</summary>
    public BilledTokens Generated { get; set; }

    public long Created => _at.ToUnixTimeSeconds();

    public async Task<JsonObject> ReadJsonAsync()
    {
        try
        {
            var body = await JsonNode
                .ParseAsync(Http.Request.Body, cancellationToken: Http.RequestAborted)
                .ConfigureAwait(false);
            var request = body as JsonObject ?? throw new ApiException(400, "Bad request: a JSON object is expected");
            Model = request.Text("model") is { } model ? ModelNames.WithoutBuild(model) : null;
            return request;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new ApiException(400, "Bad request: invalid JSON");
        }
    }

    /// <summary>Gets the requested model, if it exists and its tokens are not used up.</summary>
    public string RequireModel(string fallback)
    {
        Model ??= fallback;
        if (!ModelNames.Exists(Backend.Options.Models, Model))
            throw new ApiException(404, "No such model");
        Backend.Account.RequireTokens(Model);
        return Model;
    }

    public Task WriteErrorAsync(int status, string? message = null) =>
        WriteJsonAsync(Errors.Body(status, message), default, status);

    public Task WriteJsonAsync(JsonNode body, BilledTokens billed = default, int status = 200) =>
        WriteWholeAsync(body.ToWireBytes(), "application/json; charset=utf-8", billed, status);

    public Task WriteWholeAsync(byte[] body, string contentType, BilledTokens billed = default, int status = 200)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = contentType;
        Http.Response.ContentLength = body.Length;
        Generated = billed;
        return WriteAsync(body, billed);
    }

    /// <summary>
    /// Writes one part of the body when the script allows it; with the part that reports the usage, the call is added
    /// to the ledger.
    /// </summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> part, BilledTokens? billed = null)
    {
        await CutHereAsync().ConfigureAwait(false);
        if (Script?.BeforeChunk is { } wait)
            await wait(_chunks, Http.RequestAborted).ConfigureAwait(false);
        if (billed is { } tokens)
            Bill(tokens);
        _chunks++;
        await Http.Response.Body.WriteAsync(part, Http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Ends the response, unless the script cuts it before its end.</summary>
    public Task EndAsync() => CutHereAsync();

    public void Bill(BilledTokens tokens)
    {
        if (!Route.Bills || _line is not null)
            return;
        _line = Backend.Bill(Line(tokens));
    }

    public BilledCall Line(BilledTokens tokens) =>
        new()
        {
            At = _at,
            Endpoint = Route.Endpoint,
            ApiVersion = Route.Version,
            Model = Model,
            Status = Http.Response.StatusCode,
            Tokens = tokens,
            IsStream = IsStream,
            RequestId = RequestId,
            SessionId = SessionId,
        };

    /// <summary>Bills a call that never reported its usage for the tokens generated so far.</summary>
    public void Close()
    {
        if (Route.Bills && _line is null)
            Backend.Bill(
                Line(Generated) with
                {
                    IsAborted = true,
                    Status = Http.Response.HasStarted ? Http.Response.StatusCode : 0,
                }
            );
        else if (_isCut && _line is { } line)
            Backend.Ledger.MarkAborted(line);
    }

    private async Task CutHereAsync()
    {
        if (Script?.CutAfterChunks is not { } limit || _chunks < limit)
            return;
        _isCut = true;
        await Http.Response.StartAsync(Http.RequestAborted).ConfigureAwait(false);
        throw new ConnectionCutException();
    }

    private static string? Header(HttpContext http, string name) =>
        http.Request.Headers[name].ToString() is { Length: > 0 } value ? value : null;
}
