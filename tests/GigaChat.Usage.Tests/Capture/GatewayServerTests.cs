// Over 300 lines: a case for each endpoint of gateways.
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>Calls over a socket to every endpoint of a gateway: what is recorded is what the server billed.</summary>
[TestFixture]
internal sealed class GatewayServerTests
{
    private static readonly string[] Doors =
    [
        "responses",
        "messages",
        "completions",
        "generateContent",
        "chat/completions",
        "v2",
    ];

    private GigaChatServer _server = null!;
    private RecordList _recorder = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task Start()
    {
        _server = await GigaChatServer.StartAsync(static options =>
        {
            options.BlockedWords.Add("запрет");
            options.FinishReasons["ошибка"] = "function_call_error";
            options.FinishReasons["фильтр"] = "request_blacklist";
        });
        _recorder = new RecordList();
        _client = new HttpClient(new GigaChatUsageHandler(_recorder, new SocketsHttpHandler()))
        {
            BaseAddress = _server.BaseAddress,
        };
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Every_endpoint_records_what_the_ledger_bills(
        [ValueSource(nameof(Doors))] string door,
        [Values] bool stream,
        [Values("Сколько ног у паука?", "запрет", "кратко")] string text,
        [Values] bool reasons
    )
    {
        var session = Guid.CreateVersion7().ToString();
        await ReadAsync(door, stream, text, reasons, session);
        await ReadAsync(door, stream, text, reasons, session);

        Figures(_recorder.Records).Should().Equal(Figures(_server.Ledger));
        _recorder
            .Records.Should()
            .HaveCount(2)
            .And.OnlyContain(record =>
                record.Source == UsageSource.Reported
                && record.Operation == UsageOperation.TextGeneration
                && record.Model == "GigaChat-2"
                && record.ModelVersion == "2.0.28.2"
            );
        _recorder
            .Records.Should()
            .OnlyContain(record =>
                record.Outcome == (text == "запрет" ? UsageOutcome.Blocked : UsageOutcome.Completed)
            );
        _recorder
            .Records.Should()
            .OnlyContain(record => record.PromptLength == text.Length && record.ResponseLength > 0);
        _recorder.Records.Should().OnlyContain(record => record.TimeToFirstToken.HasValue == stream);
        _recorder.Records[1].CachedPromptTokens.Should().BePositive();
    }

    [Test, Property("Lesson", "L4")]
    public async Task A_stream_that_the_server_cuts_is_one_aborted_record_with_an_estimate(
        [ValueSource(nameof(Doors))] string door,
        [Values(2, 4)] int chunks
    )
    {
        _server.Enqueue(GigaChatAnswer.Usual with { CutAfterChunks = chunks });

        await this.Invoking(it => it.ReadAsync(door, stream: true, "Сколько ног у паука?"))
            .Should()
            .ThrowAsync<HttpRequestException>();

        var record = _recorder.Records.Should().ContainSingle().Subject;
        (record.Outcome, record.Source).Should().Be((UsageOutcome.Aborted, UsageSource.Estimated));
        record.TotalTokens.Should().Be((record.PromptTokens ?? 0) + (record.CompletionTokens ?? 0)).And.BePositive();
        await _server.Ledger.WaitForAsync(1);
        if (door is "messages" or "generateContent")
            record.PromptTokens.Should().Be(_server.Ledger.Single().Tokens.Prompt, "the stream began with it");
    }

    [Test, Property("Lesson", "L4")]
    public async Task A_caller_who_leaves_in_the_middle_leaves_one_aborted_record(
        [ValueSource(nameof(Doors))] string door
    )
    {
        var gate = new TaskCompletionSource();
        _server.Enqueue(
            GigaChatAnswer.Usual with
            {
                BeforeChunk = (index, token) => index < 3 ? Task.CompletedTask : gate.Task.WaitAsync(token),
            }
        );

        using (var response = await SendAsync(door, stream: true, "Сколько ног у паука?"))
            (await (await response.Content.ReadAsStreamAsync()).ReadAsync(new byte[16])).Should().BePositive();

        gate.SetResult();
        _recorder.Records.Should().ContainSingle().Which.Outcome.Should().Be(UsageOutcome.Aborted);
    }

    [Test]
    public async Task An_error_is_a_failed_record_of_the_model_asked_for(
        [ValueSource(nameof(Doors))] string door,
        [Values] bool stream
    )
    {
        _server.Enqueue(GigaChatAnswer.Error(429));

        using var response = await SendAsync(door, stream, "Привет");
        await response.Content.ReadAsStringAsync();

        response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        var record = _recorder.Records.Should().ContainSingle().Subject;
        (record.Outcome, record.Source, record.TotalTokens, record.Model, record.StatusCode, record.ResponseLength)
            .Should()
            .Be((UsageOutcome.Failed, UsageSource.None, 0, "GigaChat-2", 429, 0));
    }

    [Test]
    public async Task A_function_call_is_recorded_as_billed(
        [Values("responses", "messages", "generateContent")] string door,
        [Values] bool stream
    )
    {
        await ReadAsync(door, stream, "Погода?", functions: true);

        Figures(_recorder.Records).Should().Equal(Figures(_server.Ledger));
        _recorder.Records.Should().ContainSingle().Which.ResponseLength.Should().Be(0, "arguments are no text");
    }

    [Test]
    public async Task Finish_reasons_of_v2_are_outcomes([Values] bool stream)
    {
        await ReadAsync("v2", stream, "фильтр");
        await ReadAsync("v2", stream, "ошибка");

        _recorder
            .Records.Select(record => (record.Outcome, record.FinishReason))
            .Should()
            .Equal((UsageOutcome.Blocked, "request_blacklist"), (UsageOutcome.Failed, "function_call_error"));
        Figures(_recorder.Records).Should().Equal(Figures(_server.Ledger));
    }

    [Test]
    public async Task An_image_stream_cut_in_its_progress_is_an_image([Values] bool isV2)
    {
        var request = new JsonObject { ["model"] = "GigaChat-2", ["stream"] = true };
        request["messages"] = isV2
            ? new JsonArray(
                new JsonObject
                {
                    ["role"] = "user",
                    ["content"] = new JsonArray(new JsonObject { ["text"] = "Нарисуй кота" }),
                }
            )
            : new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Нарисуй кота" });
        if (isV2)
            request["tools"] = new JsonArray(new JsonObject { ["image_generate"] = new JsonObject() });
        else
            request["function_call"] = "auto";
        _server.Enqueue(GigaChatAnswer.Usual with { CutAfterChunks = 1 });

        using var response = await _client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, isV2 ? "v2/chat/completions" : "v1/chat/completions")
            {
                Content = Body(request),
            },
            HttpCompletionOption.ResponseHeadersRead
        );
        await response.Invoking(it => it.Content.ReadAsStringAsync()).Should().ThrowAsync<HttpRequestException>();

        var record = _recorder.Records.Should().ContainSingle().Subject;
        (record.Operation, record.Outcome, record.ResponseLength, record.TimeToFirstToken)
            .Should()
            .Be((UsageOperation.ImageGeneration, UsageOutcome.Aborted, 0, (TimeSpan?)null));
    }

    [Test]
    public async Task A_batch_of_embeddings_is_recorded_as_billed()
    {
        const string tasks = """
            {"id":"1","request":{"model":"Embeddings","input":["Первый","Второй"]}}
            {"id":"2","request":{"model":"Embeddings","input":["Третий"]}}
            """;
        using var created = await _client.PostAsync(
            new Uri("v1/batches?method=embedder", UriKind.Relative),
            new StringContent(tasks)
        );
        await ReadResultAsync((string)JsonNode.Parse(await created.Content.ReadAsStringAsync())!["id"]!);

        Figures(_recorder.Records)
            .Should()
            .Equal(
                _server.Ledger.Select(call =>
                    (
                        (string?)"Embeddings",
                        (long?)call.Tokens.Prompt,
                        (long?)0,
                        (long?)null,
                        (long?)null,
                        call.Tokens.Total
                    )
                )
            );
        _recorder
            .Records.Should()
            .HaveCount(2)
            .And.OnlyContain(record => record.Operation == UsageOperation.Embedding && record.IsBatch);
    }

    [Test]
    public async Task A_batch_of_OpenAIs_form_is_recorded_as_billed()
    {
        const string tasks = """
            {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"GigaChat-2","messages":[{"role":"user","content":"Привет"}]}}
            {"custom_id":"b","method":"POST","url":"/v1/responses","body":{"model":"GigaChat-2-Pro","input":"Привет"}}
            {"custom_id":"c","method":"POST","url":"/v1/embeddings","body":{"model":"Embeddings","input":"Привет"}}
            """;
        using var form = new MultipartFormDataContent { { new StringContent(tasks), "file", "tasks.jsonl" } };
        using var uploaded = await _client.PostAsync(new Uri("v1/files", UriKind.Relative), form);
        var input = (string)JsonNode.Parse(await uploaded.Content.ReadAsStringAsync())!["id"]!;
        using var created = await _client.PostAsync(
            new Uri("v1/batches", UriKind.Relative),
            Body(new JsonObject { ["input_file_id"] = input, ["completion_window"] = "24h" })
        );
        await ReadResultAsync((string)JsonNode.Parse(await created.Content.ReadAsStringAsync())!["id"]!);

        _recorder
            .Records.Select(record =>
                (record.RequestId, record.Model, record.Operation, record.TotalTokens, record.IsBatch)
            )
            .Should()
            .Equal(
                ("a", "GigaChat-2", UsageOperation.TextGeneration, _server.Ledger[0].Tokens.Total, true),
                ("b", "GigaChat-2-Pro", UsageOperation.TextGeneration, _server.Ledger[1].Tokens.Total, true),
                ("c", "Embeddings", UsageOperation.Embedding, _server.Ledger[2].Tokens.Total, true)
            );
    }

    private static IEnumerable<(string?, long?, long?, long?, long?, long)> Figures(IEnumerable<UsageRecord> records) =>
        records.Select(record =>
            (
                record.Model,
                record.PromptTokens,
                record.CompletionTokens,
                record.CachedPromptTokens,
                record.ReasoningTokens is 0 ? null : record.ReasoningTokens,
                record.TotalTokens
            )
        );

    private static IEnumerable<(string?, long?, long?, long?, long?, long)> Figures(IEnumerable<BilledCall> calls) =>
        calls.Select(call =>
            (
                call.Model,
                (long?)call.Tokens.Prompt,
                (long?)call.Tokens.Completion,
                (long?)call.Tokens.Cached,
                ReportedReasoning(call),
                call.Tokens.Total
            )
        );

    /// <summary>Anthropic's usage does not tell thinking from the rest.</summary>
    private static long? ReportedReasoning(BilledCall call) =>
        call.Tokens.Reasoning == 0 || call.Endpoint == "messages" ? null : call.Tokens.Reasoning;

    private static StringContent Body(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static (string Path, JsonObject Body) Request(
        string door,
        bool stream,
        string text,
        bool reasons,
        bool functions
    )
    {
        var path = door switch
        {
            "v2" => "v2/chat/completions",
            "generateContent" when stream =>
                $"v1beta/models/GigaChat-2:streamGenerateContent{(reasons ? "?alt=sse" : "")}",
            "generateContent" => "v1beta/models/GigaChat-2:generateContent",
            _ => $"v1/{door}",
        };
        var body = new JsonObject { ["model"] = "GigaChat-2", ["stream"] = stream };
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["city"] = new JsonObject { ["type"] = "string" } },
        };
        switch (door)
        {
            case "responses":
                body["input"] = text;
                if (reasons)
                    body["reasoning"] = new JsonObject { ["effort"] = "medium" };
                if (functions)
                    body["tools"] = new JsonArray(
                        new JsonObject
                        {
                            ["type"] = "function",
                            ["name"] = "weather",
                            ["parameters"] = schema,
                        }
                    );
                break;
            case "completions":
                body["prompt"] = text;
                break;
            case "generateContent":
                body = new JsonObject
                {
                    ["contents"] = new JsonArray(
                        new JsonObject
                        {
                            ["role"] = "user",
                            ["parts"] = new JsonArray(new JsonObject { ["text"] = text }),
                        }
                    ),
                };
                if (reasons)
                    body["generationConfig"] = new JsonObject
                    {
                        ["thinkingConfig"] = new JsonObject { ["includeThoughts"] = true },
                    };
                if (functions)
                    body["tools"] = new JsonArray(
                        new JsonObject
                        {
                            ["functionDeclarations"] = new JsonArray(
                                new JsonObject { ["name"] = "weather", ["parameters"] = schema }
                            ),
                        }
                    );
                break;
            case "v2":
                body["messages"] = new JsonArray(
                    new JsonObject
                    {
                        ["role"] = "user",
                        ["content"] = new JsonArray(new JsonObject { ["text"] = text }),
                    }
                );
                if (reasons)
                    body["model_options"] = new JsonObject { ["reasoning"] = new JsonObject { ["effort"] = "medium" } };
                break;
            default:
                body["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text });
                if (reasons && door == "messages")
                    body["thinking"] = new JsonObject { ["type"] = "enabled", ["budget_tokens"] = 100 };
                else if (reasons)
                    body["reasoning_effort"] = "medium";
                if (functions)
                    body["tools"] = new JsonArray(new JsonObject { ["name"] = "weather", ["input_schema"] = schema });
                break;
        }

        return (path, body);
    }

    private Task<HttpResponseMessage> SendAsync(
        string door,
        bool stream,
        string text,
        bool reasons = false,
        string? session = null,
        bool functions = false
    )
    {
        var (path, body) = Request(door, stream, text, reasons, functions);
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Body(body) };
        if (session is not null)
            request.Headers.Add("X-Session-ID", session);
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task ReadAsync(
        string door,
        bool stream,
        string text,
        bool reasons = false,
        string? session = null,
        bool functions = false
    )
    {
        using var response = await SendAsync(door, stream, text, reasons, session, functions);
        await response.Content.ReadAsStringAsync();
    }

    private async Task ReadResultAsync(string batch)
    {
        var found = JsonNode.Parse(await _client.GetStringAsync(new Uri($"v1/batches/{batch}", UriKind.Relative)))!;
        await _client.GetStringAsync(new Uri($"v1/files/{found["output_file_id"]}/content", UriKind.Relative));
    }
}
