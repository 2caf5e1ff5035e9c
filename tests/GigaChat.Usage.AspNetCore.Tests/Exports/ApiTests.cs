using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The JSON API.</summary>
[TestFixture]
internal sealed partial class ApiTests
{
    private static IEnumerable<string> Names => ApiResources.All.Select(static resource => resource.Name);

    private static IEnumerable<string> Examples =>
        Requests()
            .Matches(File.ReadAllText(Path.Combine(RepositoryFolder.Find().FullName, "docs", "api.md")))
            .Select(static request => request.Groups["address"].Value);

    [TestCaseSource(nameof(Names))]
    public async Task Resource_has_the_properties_of_the_OpenAPI_document_in_every_language(string name)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, configure: TestMoney.Add);
        TestMoney.AddBalance(host.Services.GetRequiredService<GigaChatBalance>());
        var russian = await host.TextAsync($"api/v1/{name}?limit=20", ("Accept-Language", "ru"));
        russian.Should().Be(await host.TextAsync($"api/v1/{name}?limit=20", ("Accept-Language", "en")));
        using var document = JsonDocument.Parse(await host.TextAsync("api/v1/openapi.json"));
        var properties = document
            .RootElement.GetProperty("paths")
            .GetProperty($"/{name}")
            .GetProperty("get")
            .GetProperty("responses")
            .GetProperty("200")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("schema")
            .GetProperty("properties")
            .GetProperty("data")
            .GetProperty("items")
            .GetProperty("properties");
        using var response = JsonDocument.Parse(russian);
        var rows = response.RootElement.GetProperty("data").EnumerateArray().ToList();
        rows.Should().NotBeEmpty();
        foreach (var row in rows)
        foreach (var (value, schema) in row.EnumerateObject().Zip(properties.EnumerateObject()))
        {
            value.Name.Should().Be(schema.Name);
            value.Value.ValueKind.Should().BeOneOf(Kinds(schema.Value.GetProperty("type")[0].GetString()!));
        }
    }

    [Test]
    public async Task Unchanged_response_is_not_sent_again()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        using var first = await host.SendAsync(HttpMethod.Get, "api/v1/days?period=7d");
        var tag = first.Headers.ETag!.ToString();
        using var again = await host.SendAsync(HttpMethod.Get, "api/v1/days?period=7d", ("If-None-Match", tag));
        again.StatusCode.Should().Be(HttpStatusCode.NotModified);
        (await again.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        (await host.StatusAsync("api/v1/days?period=30d", ("If-None-Match", tag))).Should().Be(200);
    }

    [Test]
    public async Task Invalid_parameter_and_an_unknown_resource_are_problems()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        using var invalid = await host.SendAsync(HttpMethod.Get, "api/v1/groups?group=colour");
        invalid.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        invalid.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        using var problem = JsonDocument.Parse(await invalid.Content.ReadAsStringAsync());
        problem.RootElement.GetProperty("parameter").GetString().Should().Be("group");
        (await host.StatusAsync("api/v1/nothing")).Should().Be(404);
        (await host.StatusAsync("api/v1/records?limit=10001")).Should().Be(400);
    }

    [Test]
    public async Task Store_that_does_not_respond_is_a_503()
    {
        var store = new BrokenStore { Trouble = BrokenStore.Down };
        await using var host = await DashboardHost.StartAsync(store);
        (await host.StatusAsync("api/v1/totals")).Should().Be(503);
    }

    [Test]
    public async Task Records_are_read_page_by_page_and_each_once()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var (ids, after) = (new List<Guid>(), (string?)"");
        while (after is not null)
        {
            using var page = JsonDocument.Parse(
                await host.TextAsync($"api/v1/records?user=u-5&limit=100{(after.Length == 0 ? "" : $"&after={after}")}")
            );
            ids.AddRange(
                page.RootElement.GetProperty("data")
                    .EnumerateArray()
                    .Select(static row => row.GetProperty("id").GetGuid())
            );
            after = page.RootElement.GetProperty("next").GetString();
        }

        ids.Should()
            .Equal(
                ExportTests
                    .Newest(TestUsage.Records.Where(static record => record.UserId == "u-5"))
                    .Select(static record => record.Id)
            );
    }

    [Test]
    public async Task Api_is_closed_as_the_pages_are()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, DashboardHost.FromAfar);
        (await host.StatusAsync("api/v1/totals")).Should().Be(403);
        (await host.StatusAsync("api/v1/openapi.json")).Should().Be(403);
    }

    [TestCaseSource(nameof(Examples))]
    public async Task Documented_request_is_answered_with_the_documented_properties(string address)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store, configure: TestMoney.Add);
        TestMoney.AddBalance(host.Services.GetRequiredService<GigaChatBalance>());
        using var response = JsonDocument.Parse(await host.TextAsync(address));
        if (!address.Contains("openapi", StringComparison.Ordinal))
            response.RootElement.GetProperty("data").GetArrayLength().Should().BePositive();
    }

    private static JsonValueKind[] Kinds(string type) =>
        type switch
        {
            "string" => [JsonValueKind.String, JsonValueKind.Null],
            "object" => [JsonValueKind.Object, JsonValueKind.Null],
            "boolean" => [JsonValueKind.True, JsonValueKind.False, JsonValueKind.Null],
            _ => [JsonValueKind.Number, JsonValueKind.Null],
        };

    [GeneratedRegex(@"GET (?:\S*?/)?(?<address>api/v1/\S+)", RegexOptions.None, 5_000)]
    private static partial Regex Requests();
}
