using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.Testing;

/// <summary>The state of the server, and the pipeline of a request: hook, script, authorization, endpoint.</summary>
internal sealed class Backend(GigaChatServerOptions options) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private long _requests;
    private int _running;

    public GigaChatServerOptions Options { get; } = options;

    public GigaChatLedger Ledger { get; } = new();

    public Scripts Scripts { get; } = new();

    public AccessTokens AccessTokens { get; } = new(options);

    public PromptCache PromptCache { get; } = new();

    public FileShelf Files { get; } = new();

    public Batches Batches { get; } = new();

    public Account Account { get; } = new(options);

    public Func<HttpContext, Task<bool>>? OnRequest { get; set; }

    public long RequestCount => Interlocked.Read(ref _requests);

    public async Task ServeAsync(HttpContext http)
    {
        Interlocked.Increment(ref _requests);
        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token);
        http.RequestAborted = aborted.Token;
        try
        {
            if (OnRequest is { } hook && await hook(http).ConfigureAwait(false))
                return;
            await AnswerAsync(http).ConfigureAwait(false);
        }
        catch (Exception) when (aborted.IsCancellationRequested)
        {
            http.Abort();
        }
    }

    public int Bill(BilledCall call)
    {
        Account.Spend(call);
        return Ledger.Add(call);
    }

    public Task StopAsync() => _stopping.CancelAsync();

    public void Dispose() => _stopping.Dispose();

    private async Task AnswerAsync(HttpContext http)
    {
        var exchange = new Exchange(this, http, Routes.Find(http.Request), Scripts.Take(http.Request));
        var parallel = exchange.Route.Bills ? Interlocked.Increment(ref _running) : 0;
        try
        {
            await AnswerAsync(exchange, parallel).ConfigureAwait(false);
        }
        catch (ApiException refused)
        {
            await exchange.WriteErrorAsync(refused.Status, refused.WireMessage).ConfigureAwait(false);
        }
        finally
        {
            if (parallel > 0)
                Interlocked.Decrement(ref _running);
            exchange.Close();
        }
    }

    private async Task AnswerAsync(Exchange exchange, int parallel)
    {
        if (exchange.Script is { Chunks: not null } or { IsDisconnect: true })
        {
            await ScriptedEndpoint.AnswerAsync(exchange).ConfigureAwait(false);
            return;
        }

        if (exchange.Route.NeedsAuthorization)
            AccessTokens.Check(exchange.Http.Request);
        if (parallel > Options.MaxParallelCalls)
            throw new ApiException(429);
        await exchange.Route.AnswerAsync(exchange).ConfigureAwait(false);
    }
}
