using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace GigaChat.Usage.Tests.Server;

/// <summary>What the server speaks beside GigaChat's calls that bill.</summary>
internal sealed class ServerGatewayTests : ServerTestBase
{
    [TestCase("Basic", 200)]
    [TestCase("Bearer", 200)]
    [TestCase("Digest", 400)]
    public async Task OAuth_takes_the_key_as_older_and_newer_clients_send_it(string scheme, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Server.OAuthAddress)
        {
            Content = new FormUrlEncodedContent([new("scope", "GIGACHAT_API_PERS")]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, "a2V5");
        request.Headers.Add("RqUID", Guid.CreateVersion7().ToString());

        using var response = await Client.SendAsync(request);

        ((int)response.StatusCode).Should().Be(status);
    }

    [Test]
    public async Task One_model_is_described_and_an_unknown_one_is_not()
    {
        var model = await Client.GetFromJsonAsync<JsonObject>(
            new Uri(Client.BaseAddress!, "models/GigaChat-3-Lightning")
        );
        using var unknown = await Client.GetAsync(new Uri(Client.BaseAddress!, "models/gpt-4o"));

        ((string)model!["id"]!).Should().Be("GigaChat-3-Lightning");
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Files_are_listed_and_deleted()
    {
        using var form = new MultipartFormDataContent { { new StringContent("text"), "file", "a.txt" } };
        using var uploaded = await Client.PostAsync(new Uri(Client.BaseAddress!, "files"), form);
        var id = (string)(await uploaded.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;

        async Task<IEnumerable<string>> ListAsync() =>
            (await Client.GetFromJsonAsync<JsonObject>(new Uri(Client.BaseAddress!, "files")))!["data"]!
                .AsArray()
                .Select(static file => (string)file!["id"]!);

        (await ListAsync()).Should().Equal(id);
        (await PostAsync($"files/{id}/delete", new JsonObject()))["deleted"]!.GetValue<bool>().Should().BeTrue();
        (await ListAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_function_is_validated_and_bills_nothing()
    {
        var valid = await PostAsync(
            "functions/validate",
            new JsonObject
            {
                ["name"] = "f",
                ["parameters"] = new JsonObject { ["type"] = "object" },
            }
        );
        var invalid = await PostAsync("functions/validate", new JsonObject { ["parameters"] = new JsonObject() });

        valid.ContainsKey("errors").Should().BeFalse();
        invalid["errors"]!.AsArray().Should().ContainSingle();
        Server.Ledger.Should().BeEmpty();
    }

    [Test]
    public async Task Embeddings_2_answers_by_the_name_that_the_API_answers_by() =>
        (
            (string)
                (await PostAsync("embeddings", new JsonObject { ["model"] = "Embeddings-2", ["input"] = "Да" }))[
                    "model"
                ]!
        )
            .Should()
            .Be("Embeddings2");
}
