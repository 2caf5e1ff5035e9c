using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Server;

internal sealed class ServerCompletionTests : ServerTestBase
{
    [Test]
    public async Task A_completion_tells_the_usage_that_the_ledger_bills()
    {
        var answer = await PostAsync("chat/completions", Chat("Say 'Hello' and nothing else"));

        var usage = answer["usage"]!;
        ((long)usage["prompt_tokens"]!).Should().Be(GigaChatServer.CountTokens("Say 'Hello' and nothing else") + 12);
        var text = (string)answer["choices"]![0]!["message"]!["content"]!;
        ((long)usage["completion_tokens"]!).Should().Be(GigaChatServer.CountTokens(text) + 1);
        ((long)usage["total_tokens"]!).Should().Be((long)usage["prompt_tokens"]! + (long)usage["completion_tokens"]!);
        ((long)usage["precached_prompt_tokens"]!).Should().Be(0);
        ((string)answer["model"]!).Should().Be("GigaChat-2:2.0.28.2");
        answer.ContainsKey("id").Should().BeFalse("version 1 has no id");

        var billed = Server.Ledger.Should().ContainSingle().Which;
        billed
            .Should()
            .BeEquivalentTo(
                new
                {
                    Endpoint = "chat/completions",
                    ApiVersion = 1,
                    Model = "GigaChat-2",
                    Status = 200,
                    IsStream = false,
                    IsAborted = false,
                }
            );
        billed.Tokens.Total.Should().Be((long)usage["total_tokens"]!);
        Server.Ledger.TotalTokens.Should().Be(billed.Tokens.Total);
    }

    [Test]
    public async Task The_same_text_always_costs_the_same()
    {
        var first = await PostAsync("chat/completions", Chat("Объясни дроби"));
        var second = await PostAsync("chat/completions", Chat("Объясни дроби"));

        second["usage"]!.ToJsonString().Should().Be(first["usage"]!.ToJsonString());
    }

    [Test, Property("Lesson", "L3")]
    public async Task A_stream_tells_its_usage_in_the_last_event_beside_a_choice()
    {
        var events = await StreamAsync("chat/completions", Chat("Объясни дроби", stream: true));
        var whole = await PostAsync("chat/completions", Chat("Объясни дроби"));

        events[^1].Data.Should().Be("[DONE]");
        var last = Json(events[^2].Data);
        last["choices"]!.AsArray().Should().NotBeEmpty();
        ((string)last["choices"]![0]!["finish_reason"]!).Should().Be("stop");
        last["usage"]!.ToJsonString().Should().Be(whole["usage"]!.ToJsonString());
        events.SkipLast(2).Should().NotBeEmpty().And.OnlyContain(static part => Json(part.Data)["usage"] == null);
        string.Concat(
                events.SkipLast(1).Select(static part => (string)Json(part.Data)["choices"]![0]!["delta"]!["content"]!)
            )
            .Should()
            .Be((string)whole["choices"]![0]!["message"]!["content"]!);
        Server.Ledger[0].IsStream.Should().BeTrue();
    }

    [Test, Property("Lesson", "L5")]
    public async Task A_session_pays_only_for_the_new_part_of_its_prompt()
    {
        Client.DefaultRequestHeaders.Add("X-Session-ID", "lesson-7");
        var beginning = string.Join(' ', Enumerable.Repeat("Подробное описание темы урока.", 20));
        await PostAsync("chat/completions", Chat(beginning));
        var next = Chat(beginning);
        next["messages"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["content"] = "Короче" });

        var usage = (await PostAsync("chat/completions", next))["usage"]!;

        ((long)usage["precached_prompt_tokens"]!)
            .Should()
            .Be(GigaChatServer.CountTokens(beginning))
            .And.BeGreaterThan((long)usage["prompt_tokens"]!);
        ((long)usage["total_tokens"]!).Should().Be((long)usage["prompt_tokens"]! + (long)usage["completion_tokens"]!);
    }

    [Test]
    public async Task A_drawing_is_an_img_tag_whose_file_can_be_fetched()
    {
        var request = Chat("Нарисуй рыжего кота");
        request["function_call"] = "auto";

        var answer = await PostAsync("chat/completions", request);

        var text = (string)answer["choices"]![0]!["message"]!["content"]!;
        text.Should().MatchRegex("^<img src=\"[0-9a-f-]{36}\" fuse=\"true\"/>");
        ((string)answer["choices"]![0]!["finish_reason"]!).Should().Be("stop");
        var file = await Client.GetByteArrayAsync(new Uri(Client.BaseAddress!, $"files/{text.Split('"')[1]}/content"));
        file.Should().StartWith([0xFF, 0xD8]).And.EndWith([0xFF, 0xD9]);
        Server.Ledger.Should().ContainSingle("fetching a picture costs nothing");
    }

    [Test]
    public async Task Text2image_draws_whatever_the_words()
    {
        var request = Chat("Закат над Волгой");
        request["function_call"] = new JsonObject { ["name"] = "text2image" };

        var answer = await PostAsync("chat/completions", request);

        ((string)answer["choices"]![0]!["message"]!["content"]!).Should().StartWith("<img ");
    }

    [Test]
    public async Task A_function_is_called_and_its_schema_is_billed()
    {
        var function = Json(
            """{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}}}}"""
        );
        var request = Chat("Какая погода?");
        request["functions"] = new JsonArray(function);
        request["function_call"] = "auto";

        var answer = await PostAsync("chat/completions", request);

        var choice = answer["choices"]![0]!;
        ((string)choice["finish_reason"]!).Should().Be("function_call");
        ((string)choice["message"]!["function_call"]!["name"]!).Should().Be("weather");
        choice["message"]!["function_call"]!["arguments"]!["city"].Should().NotBeNull();
        var plain = await PostAsync("chat/completions", Chat("Какая погода?"));
        ((long)answer["usage"]!["prompt_tokens"]!).Should().BeGreaterThan((long)plain["usage"]!["prompt_tokens"]!);
    }

    [Test]
    public async Task Max_tokens_cuts_the_text()
    {
        var request = Chat("Расскажи подробно");
        request["max_tokens"] = 5;

        var answer = await PostAsync("chat/completions", request);

        ((string)answer["choices"]![0]!["finish_reason"]!).Should().Be("length");
        ((long)answer["usage"]!["completion_tokens"]!).Should().Be(6);
    }

    [Test]
    public async Task Version_2_uses_its_own_names()
    {
        Client.BaseAddress = Server.V2BaseAddress;
        var answer = await PostAsync("chat/completions", ChatV2("Привет"));

        ((string)answer["model"]!).Should().Be("GigaChat-3-Ultra:32.3.18.5");
        ((string)answer["messages"]![0]!["content"]![0]!["text"]!).Should().NotBeEmpty();
        var usage = answer["usage"]!;
        ((long)usage["input_tokens"]!).Should().Be(13);
        ((long)usage["total_tokens"]!).Should().Be((long)usage["input_tokens"]! + (long)usage["output_tokens"]!);
        Server.Ledger[0].Should().BeEquivalentTo(new { ApiVersion = 2, Model = "GigaChat-3-Ultra" });
        Server.Ledger.TotalTokens.Should().Be((long)usage["total_tokens"]!);
    }

    [Test]
    public async Task A_version_2_stream_has_named_events_and_no_done()
    {
        Client.BaseAddress = Server.V2BaseAddress;
        var events = await StreamAsync("chat/completions", ChatV2("Расскажи о море", stream: true));

        events[^1].Name.Should().Be("response.message.done");
        ((long)Json(events[^1].Data)["usage"]!["total_tokens"]!).Should().Be(Server.Ledger.TotalTokens);
        events.SkipLast(1).Should().OnlyContain(static part => part.Name == "response.message.delta");
    }

    [Test]
    public async Task A_version_2_tool_draws()
    {
        Client.BaseAddress = Server.V2BaseAddress;
        var request = ChatV2("Нарисуй море");
        request["tools"] = new JsonArray(new JsonObject { ["image_generate"] = new JsonObject() });
        var answer = await PostAsync("chat/completions", request);

        var file = answer["messages"]![0]!["content"]![0]!["files"]![0]!;
        ((string)file["target"]!).Should().Be("image");
        (await Client.GetByteArrayAsync(new Uri(Server.V1BaseAddress, $"files/{(string)file["id"]!}/content")))
            .Should()
            .NotBeEmpty();

        request["stream"] = true;
        var events = await StreamAsync("chat/completions", request);
        events
            .Select(static part => part.Name)
            .Should()
            .Equal(
                "response.tool.in_progress",
                "response.tool.completed",
                "response.message.delta",
                "response.message.done"
            );
    }

    [TestCase("v1/chat/completions")]
    [TestCase("api/v1/chat/completions")]
    public async Task Both_hosts_paths_are_served(string path)
    {
        Client.BaseAddress = Server.BaseAddress;
        await PostAsync(path, Chat("Привет"));

        Server.Ledger[0].Endpoint.Should().Be("chat/completions");
    }

    [Test]
    public async Task An_unknown_model_is_404_and_costs_nothing()
    {
        using var content = Body(Chat("Привет", "GigaChat-9"));
        Client.DefaultRequestHeaders.Add("X-Request-ID", "request-1");
        using var response = await Client.PostAsync(new Uri(Client.BaseAddress!, "chat/completions"), content);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).Should().Be("""{"status":404,"message":"No such model"}""");
        response.Headers.GetValues("X-Request-ID").Should().Equal("request-1");
        response.Headers.GetValues("X-Session-ID").Should().ContainSingle();
        Server
            .Ledger[0]
            .Should()
            .BeEquivalentTo(
                new
                {
                    Status = 404,
                    Model = "GigaChat-9",
                    RequestId = "request-1",
                    Tokens = default(BilledTokens),
                }
            );
    }

    [TestCase("""{"model":"GigaChat-2","messages":""", 400)]
    [TestCase("[]", 400)]
    [TestCase("""{"model":"GigaChat-2"}""", 422)]
    public async Task A_bad_request_is_refused(string body, int status)
    {
        using var content = new StringContent(body);
        using var response = await Client.PostAsync(new Uri(Client.BaseAddress!, "chat/completions"), content);

        ((int)response.StatusCode).Should().Be(status);
        ((int)(await response.Content.ReadFromJsonAsync<JsonObject>())!["status"]!).Should().Be(status);
        Server.Ledger[0].Status.Should().Be(status);
    }
}
