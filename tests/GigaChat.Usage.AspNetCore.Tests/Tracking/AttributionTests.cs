using System.Net.Http.Json;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Calls made while a request is answered are charged to its user.</summary>
[TestFixture]
internal sealed class AttributionTests
{
    [TestCase(null, null, null, "said", "lesson")]
    [TestCase("42;Анна;user", "42", "Анна", "said", "lesson")]
    public async Task A_call_is_charged_to_user_endpoint_and_what_the_application_says(
        string? user,
        string? id,
        string? name,
        string platform,
        string topic
    )
    {
        var record = await RecordAsync(
            user,
            static context => new UsageContext { Platform = "said" },
            new UsageContext { Topic = "lesson", Platform = "of the endpoint" }
        );
        (record.UserId, record.UserName, record.Platform, record.Topic).Should().Be((id, name, platform, topic));
    }

    [Test]
    public async Task What_throws_in_the_application_is_left_out_and_the_request_goes_on()
    {
        var record = await RecordAsync(
            "42;Anna;user",
            static _ => throw new InvalidOperationException("of the application"),
            new UsageContext { Platform = "web" }
        );
        (record.UserId, record.Platform).Should().Be(("42", "web"));
    }

    [Test]
    public async Task A_user_the_application_names_does_not_get_the_name_of_the_one_signed_in()
    {
        var record = await RecordAsync(
            "42;Anna;user",
            static _ => new UsageContext { UserId = "7" },
            new UsageContext()
        );
        (record.UserId, record.UserName).Should().Be(("7", null));
    }

    [TestCase(ClaimTypes.NameIdentifier, ClaimTypes.Name)]
    [TestCase("sub", "name")]
    [TestCase("sub", "preferred_username")]
    public async Task User_is_known_by_the_claims_of_forms_and_of_tokens(string id, string name)
    {
        await using var server = await GigaChatServer.StartAsync();
        var store = new InMemoryUsageStore();
        await using var host = await StartAsync(
            store,
            server,
            null,
            new UsageContext(),
            new(id, "42"),
            new(name, "Anna")
        );

        (await host.StatusAsync("/ask")).Should().Be(200);

        await host.Services.GetRequiredService<IUsageRecorder>().FlushAsync();
        var record = (await store.ListAsync(UsageFilter.All, new UsagePage())).Items.Should().ContainSingle().Subject;
        (record.UserId, record.UserName).Should().Be(("42", "Anna"));
    }

    [Test]
    public async Task Two_requests_at_once_do_not_mix()
    {
        await using var server = await GigaChatServer.StartAsync();
        var store = new InMemoryUsageStore();
        await using var host = await StartAsync(store, server, null, new UsageContext());
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i => host.StatusAsync("/ask", (HeaderAuthentication.Header, $"{i};User {i};user")))
        );
        await host.Services.GetRequiredService<IUsageRecorder>().FlushAsync();
        var records = (await store.ListAsync(UsageFilter.All, new UsagePage())).Items;
        records.Should().HaveCount(40).And.OnlyHaveUniqueItems(static record => record.UserId);
        records.Should().OnlyContain(static record => record.UserName == $"User {record.UserId}");
    }

    private static async Task<UsageRecord> RecordAsync(
        string? user,
        Func<HttpContext, UsageContext?>? said,
        UsageContext ofEndpoint
    )
    {
        await using var server = await GigaChatServer.StartAsync();
        var store = new InMemoryUsageStore();
        await using var host = await StartAsync(store, server, said, ofEndpoint);
        (
            await host.StatusAsync(
                "/ask",
                user is null
                    ? []
                    :
                    [
                        (
                            HeaderAuthentication.Header,
                            Uri.EscapeDataString(user).Replace("%3B", ";", StringComparison.Ordinal)
                        ),
                    ]
            )
        )
            .Should()
            .Be(200);
        await host.Services.GetRequiredService<IUsageRecorder>().FlushAsync();
        var record = (await store.ListAsync(UsageFilter.All, new UsagePage())).Items.Should().ContainSingle().Subject;
        return record with { UserName = record.UserName is { } name ? Uri.UnescapeDataString(name) : null };
    }

    private static Task<DashboardHost> StartAsync(
        IUsageStore store,
        GigaChatServer server,
        Func<HttpContext, UsageContext?>? said,
        UsageContext ofEndpoint,
        params Claim[] claims
    ) =>
        DashboardHost.StartAsync(
            store,
            app =>
            {
                app.UseAuthentication();
                if (claims.Length > 0)
                    app.Use(
                        (context, next) =>
                        {
                            context.User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
                            return next(context);
                        }
                    );
                app.UseGigaChatUsageAttribution(said);
                app.MapGet("/ask", async (IHttpClientFactory clients) =>
                    {
                        using var client = clients.CreateClient();
                        client.DefaultRequestHeaders.Authorization = new("Bearer", "token");
                        using var answer = await client.PostAsJsonAsync(
                            new Uri(server.V1BaseAddress, "chat/completions"),
                            new { model = "GigaChat-2", messages = new[] { new { role = "user", content = "?" } } }
                        );
                        return (int)answer.StatusCode;
                    })
                    .WithGigaChatUsage(ofEndpoint);
            },
            configure: static services =>
                HeaderAuthentication.Add(services.AddSingleton<ILoggerProvider>(new BrokenLog())),
            clock: TimeProvider.System
        );
}
