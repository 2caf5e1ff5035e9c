using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace GigaChat.Usage.Tests.Server;

internal sealed class ServerEndpointTests : ServerTestBase
{
    [Test]
    public async Task Embeddings_tell_the_tokens_of_each_item_and_no_sum()
    {
        var answer = await PostAsync("embeddings", Json("""{"model":"Embeddings","input":["Second text","Привет"]}"""));

        var items = answer["data"]!.AsArray();
        items.Select(static item => (long)item!["usage"]!["prompt_tokens"]!).Should().Equal(7, 6);
        answer.ContainsKey("usage").Should().BeFalse();
        items[0]!["embedding"]!.AsArray().Should().HaveCount(1024);
        Server.Ledger.Should().ContainSingle().Which.Tokens.Should().Be(new BilledTokens(13));
    }

    [Test]
    public async Task Counting_tokens_costs_nothing()
    {
        using var content = Body(Json("""{"model":"GigaChat-2","input":["Как дела, как дела"]}"""));
        using var response = await Client.PostAsync(new Uri(Client.BaseAddress!, "tokens/count"), content);

        (await response.Content.ReadAsStringAsync())
            .Should()
            .Be("""[{"object":"tokens","tokens":5,"characters":18}]""");
        Server.Ledger.Should().BeEmpty();
    }

    [Test, Property("Lesson", "L18")]
    public async Task The_balance_falls_by_what_is_billed()
    {
        await PostAsync("chat/completions", Chat("Привет", "GigaChat-2-Max"));
        await PostAsync("embeddings", Json("""{"model":"Embeddings","input":"Привет"}"""));

        var balance = (await Client.GetFromJsonAsync<JsonObject>(new Uri(Client.BaseAddress!, "balance")))!["balance"]!
            .AsArray()
            .ToDictionary(
                static row => (string)row!["usage"]!,
                static row => (long)row!["value"]!,
                StringComparer.Ordinal
            );
        balance["GigaChat-Max"].Should().Be(10_000_000 - Server.Ledger[0].Tokens.Total);
        balance["embeddings"].Should().Be(10_000_000 - Server.Ledger[1].Tokens.Total);
        balance["GigaChat"].Should().Be(10_000_000);
    }

    [Test]
    public async Task Models_are_listed()
    {
        var models = await Client.GetFromJsonAsync<JsonObject>(new Uri(Client.BaseAddress!, "models"));

        models!["data"]!
            .AsArray()
            .Select(static model => (string)model!["id"]!)
            .Should()
            .Contain(["GigaChat-2-Max", "Embeddings"]);
    }

    [Test]
    public async Task Checks_bill_the_text()
    {
        var ai = await PostAsync(
            "ai/check",
            Json("""{"model":"GigaCheckClassification","input":"Как дела, как дела"}""")
        );
        var filter = await PostAsync("filter/check", Json("""{"model":"GigaChat-2","input":"Как дела"}"""));

        ((long)ai["tokens"]!).Should().Be(5);
        ((long)filter["usage"]!["filter_tokens"]!).Should().Be(2);
        Server.Ledger.Select(static call => call.Tokens.Total).Should().Equal(5, 2);
    }

    [Test]
    public async Task The_increments_of_a_threads_stream_add_up_to_the_bill()
    {
        var events = await StreamAsync("threads/messages/run", Chat("Расскажи о реках", stream: true));

        var increments = events
            .SkipLast(1)
            .Select(static part => (long)Json(part.Data)["usage"]!["total_tokens"]!)
            .ToList();
        increments.Should().HaveCountGreaterThan(2).And.OnlyContain(static tokens => tokens >= 0);
        increments.Sum().Should().Be(Server.Ledger.TotalTokens);
        var whole = await PostAsync("threads/run", Chat("Расскажи о реках"));
        ((long)whole["usage"]!["total_tokens"]!).Should().Be(increments.Sum());
    }

    [Test]
    public async Task A_batch_bills_its_tasks_and_keeps_their_answers_in_a_file()
    {
        var lines = string.Join(
            '\n',
            ((string[])["a", "b"]).Select(static id =>
                new JsonObject { ["id"] = id, ["request"] = Chat($"Задача {id}") }.ToJsonString()
            )
        );
        using var content = new StringContent(lines);
        using var response = await Client.PostAsync(
            new Uri(Client.BaseAddress!, "batches?method=chat_completions"),
            content
        );
        var batch = await response.Content.ReadFromJsonAsync<JsonObject>();
        var found = await Client.GetFromJsonAsync<JsonArray>(
            new Uri(Client.BaseAddress!, $"batches?batch_id={(string)batch!["id"]!}")
        );
        var results = await Client.GetStringAsync(
            new Uri(Client.BaseAddress!, $"files/{(string)found![0]!["output_file_id"]!}/content")
        );

        var tasks = results.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Json).ToList();
        tasks.Select(static task => (string)task["id"]!).Should().Equal("a", "b");
        tasks
            .Sum(static task => (long)task["result"]!["usage"]!["total_tokens"]!)
            .Should()
            .Be(Server.Ledger.TotalTokens);
        Server.Ledger.Should().HaveCount(2).And.OnlyContain(static call => call.IsBatch);
    }

    [Test]
    public async Task An_uploaded_file_can_be_read_again()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent([1, 2, 3]), "file", "notes.txt" },
            { new StringContent("general"), "purpose" },
        };
        using var response = await Client.PostAsync(new Uri(Client.BaseAddress!, "files"), form);
        var file = await response.Content.ReadFromJsonAsync<JsonObject>();

        (await Client.GetByteArrayAsync(new Uri(Client.BaseAddress!, $"files/{(string)file!["id"]!}/content")))
            .Should()
            .Equal(1, 2, 3);
    }

    [TestCase("nowhere")]
    [TestCase("files/unknown/content")]
    [TestCase("batches?batch_id=unknown")]
    public async Task What_is_not_there_is_404(string path)
    {
        using var response = await Client.GetAsync(new Uri(Client.BaseAddress!, path));

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        Server.RequestCount.Should().Be(1);
    }
}
