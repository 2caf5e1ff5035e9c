using GigaChat.Usage.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage;

/// <summary>
/// A GigaChat-compatible server on a real socket of this machine, with a ledger of billed calls; responses can be
/// scripted.
/// </summary>
/// <remarks>
/// Serves versions 1 and 2 under <c>/api/v1</c> and <c>/api/v2</c> like the classic host, and under <c>/v1</c> and
/// <c>/v2</c> like the new one: completions, streams, images, function calls, reasoning, embeddings, threads, batches,
/// checks, files, models, balance and OAuth; and as a gateway <c>responses</c>, <c>messages</c>, <c>completions</c>,
/// <c>models/{model}:generateContent</c> and batches of OpenAI's format. Token counts depend only on the texts.
/// </remarks>
public sealed class GigaChatServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Backend _backend;
    private int _disposed;

    private GigaChatServer(WebApplication app, Backend backend)
    {
        _app = app;
        _backend = backend;
        BaseAddress = new Uri(app.Urls.Single().TrimEnd('/') + "/");
        V1BaseAddress = new Uri(BaseAddress, "api/v1/");
        V2BaseAddress = new Uri(BaseAddress, "api/v2/");
        OAuthAddress = new Uri(BaseAddress, "api/v2/oauth");
    }

    /// <summary>The root of the server.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The base address of version 1, with a slash at its end.</summary>
    public Uri V1BaseAddress { get; }

    /// <summary>The base address of version 2, with a slash at its end.</summary>
    public Uri V2BaseAddress { get; }

    /// <summary>The address that issues access tokens.</summary>
    public Uri OAuthAddress { get; }

    /// <summary>The billed calls.</summary>
    public GigaChatLedger Ledger => _backend.Ledger;

    /// <summary>The number of requests that arrived, whatever their path.</summary>
    public long RequestCount => _backend.RequestCount;

    /// <summary>
    /// The hook that sees each request before the server does; it returns <c>true</c> when it has responded. Such a
    /// call is not in the ledger.
    /// </summary>
    public Func<HttpContext, Task<bool>>? OnRequest
    {
        get => _backend.OnRequest;
        set => _backend.OnRequest = value;
    }

    /// <summary>Starts a server.</summary>
    /// <param name="configure">Sets its options.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static async Task<GigaChatServer> StartAsync(
        Action<GigaChatServerOptions>? configure = null,
        CancellationToken cancellationToken = default
    )
    {
        var options = new GigaChatServerOptions();
        configure?.Invoke(options);
        var backend = new Backend(options);

        // An empty builder: no environment variable, settings file or signal of its process changes its behaviour.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, DetachedLifetime>());
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listener.Configure(kestrel, options));
        var app = builder.Build();
        app.Run(backend.ServeAsync);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new GigaChatServer(app, backend);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Counts the tokens of a text by this server's tokenizer, without those of a chat template.</summary>
    /// <param name="text">The text.</param>
    public static long CountTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Tokenizer.Count(text);
    }

    /// <summary>Scripts the response to the next request that has none yet, OAuth excepted.</summary>
    /// <param name="answer">The response.</param>
    /// <param name="when">Selects the requests; null for any.</param>
    /// <returns>This server.</returns>
    public GigaChatServer Enqueue(GigaChatAnswer answer, Func<HttpRequest, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _backend.Scripts.Add(answer, when);
        return this;
    }

    /// <summary>Stops the server; open streams are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _backend.StopAsync().ConfigureAwait(false);
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _backend.Dispose();
    }
}
