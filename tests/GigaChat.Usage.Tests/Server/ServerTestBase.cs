using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace GigaChat.Usage.Tests.Server;

/// <summary>A server and a bare client for each test.</summary>
internal abstract class ServerTestBase
{
    protected GigaChatServer Server { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    [SetUp]
    public async Task StartServer()
    {
        Server = await GigaChatServer.StartAsync(Configure);
        Client = new HttpClient { BaseAddress = Server.V1BaseAddress };
    }

    [TearDown]
    public async Task StopServer()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    protected virtual void Configure(GigaChatServerOptions options) { }

    protected static JsonObject Chat(string text, string model = "GigaChat-2", bool stream = false) =>
        new()
        {
            ["model"] = model,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }),
            ["stream"] = stream,
        };

    protected static JsonObject ChatV2(string text, bool stream = false) =>
        new()
        {
            ["model"] = "GigaChat-3-Ultra",
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "user", ["content"] = new JsonArray(new JsonObject { ["text"] = text }) }
            ),
            ["stream"] = stream,
        };

    protected static StringContent Body(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    protected async Task<JsonObject> PostAsync(string path, JsonNode body)
    {
        using var content = Body(body);
        using var response = await Client.PostAsync(new Uri(Client.BaseAddress!, path), content);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>The events of a stream: name and data.</summary>
    protected async Task<IReadOnlyList<(string? Name, string Data)>> StreamAsync(string path, JsonNode body)
    {
        using var content = Body(body);
        using var response = await Client.PostAsync(new Uri(Client.BaseAddress!, path), content);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        var text = await response.Content.ReadAsStringAsync();
        return
        [
            .. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(static block =>
                {
                    var lines = block.Split('\n');
                    var name = Array
                        .Find(lines, static line => line.StartsWith("event: ", StringComparison.Ordinal))
                        ?["event: ".Length..];
                    return (
                        name,
                        lines.Single(static line => line.StartsWith("data: ", StringComparison.Ordinal))[
                            "data: ".Length..
                        ]
                    );
                }),
        ];
    }

    protected static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;
}
