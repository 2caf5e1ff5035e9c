using GigaChat.Usage.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage;

/// <summary>A GigaChat-compatible server on a real socket of this machine, with a ledger of what it billed; answers can
/// be scripted.</summary>
/// <remarks>
/// Serves versions 1 and 2 under <c>/api/v1</c> and <c>/api/v2</c> as the classic host does and under <c>/v1</c> and
/// <c>/v2</c> as the new one:
/// completions, streams, images, function calls, reasoning, embeddings, threads, batches, checks, files, models,
/// balance and OAuth; and as a gateway
/// <c>responses</c>, <c>messages</c>, <c>completions</c>, <c>models/{model}:generateContent</c> and batches of OpenAI's
/// form.
/// Token counts depend on nothing but the texts.
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

    /// <summary>Where access tokens are given out.</summary>
    public Uri OAuthAddress { get; }

    /// <summary>What was billed.</summary>
    public GigaChatLedger Ledger => _backend.Ledger;

    /// <summary>How many requests arrived, whatever their path.</summary>
    public long RequestCount => _backend.RequestCount;

    /// <summary>Sees each request before the server does; returns true when it has answered. A call it answers is not
    /// in the ledger.</summary>
    public Func<HttpContext, Task<bool>>? OnRequest
    {
        get => _backend.OnRequest;
        set => _backend.OnRequest = value;
    }

    /// <summary>Starts a server.</summary>
    /// <param name="configure">Its choices.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<GigaChatServer> StartAsync(
        Action<GigaChatServerOptions>? configure = null,
        CancellationToken cancellationToken = default
    )
    {
        var options = new GigaChatServerOptions();
        configure?.Invoke(options);
        var backend = new Backend(options);

        // An empty builder: no environment variable, settings file or signal of the process it runs in changes how it
        // behaves.
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

    /// <summary>The tokens of a text by this server's tokenizer, without those of a chat template.</summary>
    /// <param name="text">The text.</param>
    public static long CountTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Tokenizer.Count(text);
    }

    /// <summary>Scripts the answer to the next request that has none yet, OAuth excepted.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="when">Which requests it is for; any when null.</param>
    /// <returns>This server.</returns>
    public GigaChatServer Enqueue(GigaChatAnswer answer, Func<HttpRequest, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _backend.Scripts.Add(answer, when);
        return this;
    }

    /// <summary>Stops the server; streams that are open are cut.</summary>
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
