using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace GigaChat.Usage.Documents.Tests;

/// <content>Recipes of web applications.</content>
internal sealed partial class FrameworkRecipeTests
{
    [Test]
    public async Task Invocation_of_a_hub_is_charged_to_its_user()
    {
        var program = new Recipe(Frameworks, "class UsageHubFilter").Program(
            _server,
            "app.MapHub<LessonHub>(\"/hub\");",
            """
            public sealed class LessonHub(IHttpClientFactory clients) : Hub
            {
                public async Task Write() =>
                    await clients.CreateClient("gigachat").PostAsJsonAsync("chat/completions", ShortCall.Body);
            }
            public sealed class UserOfAddress : IUserIdProvider
            {
                public string? GetUserId(HubConnectionContext connection) =>
                    connection.GetHttpContext()!.Request.Query["user"];
            }
            """
        );
        program = program with
        {
            Code = program.Code.Replace(
                "var app =",
                "builder.Services.AddSingleton<IUserIdProvider, UserOfAddress>();\nvar app =",
                StringComparison.Ordinal
            ),
        };
        await using var running = await RunningProgram.StartAsync(program);
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(running.Address, "hub?user=42")).Build();
        await hub.StartAsync();

        await hub.InvokeAsync("Write");

        (await NextAsync(running))
            .Should()
            .BeEquivalentTo(
                new
                {
                    Outcome = UsageOutcome.Completed,
                    UserId = "42",
                    SessionId = hub.ConnectionId,
                    Platform = "signalr",
                }
            );
    }

    [Test]
    public async Task Prometheus_receives_the_metrics_of_calls()
    {
        var received = new TaskCompletionSource<string>();
        await using var prometheus = WebApplication.CreateSlimBuilder().Build();
        prometheus.Urls.Add("http://127.0.0.1:0");
        prometheus.MapPost("/api/v1/otlp/v1/metrics", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body, System.Text.Encoding.Latin1);
            received.TrySetResult(await reader.ReadToEndAsync());
        });
        await prometheus.StartAsync();
        var program = new Recipe(Frameworks, "http://prometheus:9090")
            .With("http://prometheus:9090", prometheus.Urls.Single())
            .Program(_server);
        await using var running = await RunningProgram.StartAsync(program);
        using var client = running.Services.GetRequiredService<IHttpClientFactory>().CreateClient("gigachat");
        using var response = await client.PostAsJsonAsync("chat/completions", ShortCall.Body);

        running.Services.GetRequiredService<MeterProvider>().ForceFlush(10_000).Should().BeTrue();

        (await received.Task).Should().Contain("gen_ai.client.token.usage").And.Contain("lessons");
    }

    [Test]
    public async Task Dashboard_behind_nginx_has_the_address_of_the_proxy()
    {
        var recipe = new Recipe(Frameworks, "app.UseForwardedHeaders()");
        var program = recipe
            .With(
                "app.UseForwardedHeaders();",
                """
                builder.Services.AddAuthentication("cookies").AddCookie("cookies");
                builder.Services.AddAuthorization(options => options.AddPolicy("admin", policy => policy.RequireRole("admin")));
                var app = builder.Build();
                app.UseForwardedHeaders();
                """
            )
            .Program(_server);
        await using var running = await RunningProgram.StartAsync(program);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(running.Address, "admin/gigachat-usage"));
        request.Headers.Host = "example.org";
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Prefix", "/lessons");

        using var response = await client.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.Found);
        response
            .Headers.Location!.AbsoluteUri.Should()
            .StartWith("https://example.org/lessons/Account/Login?ReturnUrl=");
    }

    [Test]
    public async Task Minimal_api_refuses_the_user_who_is_over_the_budget_with_a_problem()
    {
        var program = new Recipe(Recipes, "app.MapPost(\"/questions\"")
            .With("gigachat-usage.db", Path.Combine(_folder.FullName, "usage.db"))
            .With("Tokens = 50_000", "Tokens = 10")
            .With(
                "app.UseGigaChatUsageAttribution();",
                """
                builder.Services.AddTransient(provider => new LessonWriter(
                    provider.GetRequiredService<IHttpClientFactory>().CreateClient("gigachat")));
                var app = builder.Build();
                app.Use((context, next) =>
                {
                    context.User = new(new System.Security.Claims.ClaimsIdentity(
                        [new(System.Security.Claims.ClaimTypes.NameIdentifier, "42")], "test"));
                    return next(context);
                });
                app.UseGigaChatUsageAttribution();
                """
            )
            .Program(_server);
        await using var running = await RunningProgram.StartAsync(program);
        using var client = new HttpClient { BaseAddress = running.Address };

        using var response = await client.PostAsJsonAsync("questions", new LessonRequest("1", "42", "Кванты"));

        response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        _server.RequestCount.Should().Be(0);
    }
}
