using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.AspNetCore;

/// <summary>An application with a dashboard on real Kestrel, on a free port of this machine.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    public const string Path = "/admin/gigachat-usage";

    private readonly WebApplication _app;

    private DashboardHost(WebApplication app)
    {
        _app = app;
        Origin = new Uri(app.Urls.Single());
        Client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = System.Net.DecompressionMethods.None,
            }
        )
        {
            BaseAddress = new Uri(Origin, Path + "/"),
        };
    }

    public Uri Origin { get; }

    /// <summary>Asks below the dashboard's path.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public GigaChatTokenUsage Usage => _app.Services.GetRequiredService<GigaChatTokenUsage>();

    public IUsageReader Reader => _app.Services.GetRequiredService<IUsageReader>();

    public static async Task<DashboardHost> StartAsync(
        IUsageStore store,
        Action<WebApplication>? use = null,
        Action<IEndpointConventionBuilder>? dashboard = null,
        Action<IServiceCollection>? configure = null,
        Func<WebApplication, IEndpointConventionBuilder>? map = null,
        TimeProvider? clock = null,
        string environment = "Development"
    )
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        clock ??= TestUsage.Clock();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(new TimeLimitClock(clock));
        builder
            .Services.AddGigaChatUsageTracking(static options => options.ShutdownTimeout = TimeSpan.Zero)
            .UseStore(_ => store);
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        use?.Invoke(app);
        var mapped = map?.Invoke(app) ?? app.MapGigaChatUsageDashboard(Path);
        dashboard?.Invoke(mapped);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new DashboardHost(app);
    }

    /// <summary>The status of a request below the dashboard's path.</summary>
    public async Task<int> StatusAsync(string address, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(HttpMethod.Get, address, headers);
        return (int)response.StatusCode;
    }

    public async Task<string> TextAsync(string address, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(HttpMethod.Get, address, headers);
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string address,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Lets every request look as if it came from another machine.</summary>
    public static void FromAfar(IApplicationBuilder app) =>
        app.Use(
            static (context, next) =>
            {
                context.Connection.RemoteIpAddress = System.Net.IPAddress.Parse("203.0.113.7");
                return next(context);
            }
        );
}
