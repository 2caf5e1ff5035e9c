using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace GigaChat.Usage.Interop.Yarp;

/// <summary>A reverse proxy in front of GigaChat records the calls of every client behind it.</summary>
[TestFixture]
internal sealed class ProxyTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Calls_through_the_proxy_are_recorded_as_the_server_bills_them(bool isStream)
    {
        await using var server = await GigaChatServer.StartAsync();
        await using var proxy = await StartAsync(server);
        using var client = new HttpClient { BaseAddress = new Uri(proxy.Urls.First()) };

        for (var call = 0; call < 3; call++)
        {
            using var content = new StringContent(
                $$"""{"model":"GigaChat-2","stream":{{(isStream ? "true" : "false")}},"messages":[{"role":"user","content":"Сколько ног у паука?"}]}""",
                Encoding.UTF8,
                new MediaTypeHeaderValue("application/json")
            );
            using var response = await client.PostAsync(new Uri("/api/v1/chat/completions", UriKind.Relative), content);
            response.EnsureSuccessStatusCode();
            (await response.Content.ReadAsStringAsync()).Should().Contain("usage");
        }

        await proxy.Services.GetRequiredService<IUsageRecorder>().FlushAsync();
        var usage = proxy.Services.GetRequiredService<GigaChatTokenUsage>();
        (await usage.GetTotalTokensAsync()).Should().Be(server.Ledger.TotalTokens).And.BePositive();
        var model = (await usage.GetByModelAsync()).Should().ContainSingle().Subject;
        (model.Model, model.Count).Should().Be(("GigaChat-2", 3));
    }

    private static async Task<WebApplication> StartAsync(GigaChatServer server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddGigaChatUsageTracking(static options => options.Hosts.Add("127.0.0.1")).UseInMemory();
        builder.Services.AddSingleton<IForwarderHttpClientFactory, TrackingClientFactory>();
        builder
            .Services.AddReverseProxy()
            .LoadFromMemory(
                [
                    new RouteConfig
                    {
                        RouteId = "gigachat",
                        ClusterId = "gigachat",
                        Match = new RouteMatch { Path = "{**all}" },
                    },
                ],
                [
                    new ClusterConfig
                    {
                        ClusterId = "gigachat",
                        Destinations = new Dictionary<string, DestinationConfig>
                        {
                            ["first"] = new() { Address = server.BaseAddress.ToString() },
                        },
                    },
                ]
            );
        var application = builder.Build();
        application.MapReverseProxy();
        await application.StartAsync();
        return application;
    }

    private sealed class TrackingClientFactory(IServiceProvider services) : ForwarderHttpClientFactory
    {
        protected override HttpMessageHandler WrapHandler(
            ForwarderHttpClientContext context,
            HttpMessageHandler handler
        )
        {
            var tracking = services.GetRequiredService<GigaChatUsageHandler>();
            tracking.InnerHandler = base.WrapHandler(context, handler);
            return tracking;
        }
    }
}
