using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>
/// What is estimated of a call whose usage was not reported: texts, and all that is billed beside them.
/// </summary>
internal sealed class EstimatedPartsTests
{
    private const string Content = "Какая погода в Казани?";
    private const string Message = $$"""{"role":"user","content":"{{Content}}"}""";

    private static readonly ScriptAwareTokenEstimator Estimator = new();
    private static readonly long PlainPrompt = Estimator.Estimate(
        TextMeasure.Of(Content),
        TokenKind.Prompt,
        "GigaChat-2"
    );

    [TestCase("""{"role":"user","content":"Какая погода в Казани?","attachments":["5f1b6a3e"]}""", 1_000, 1_350)]
    [TestCase(
        """{"role":"user","content":"Какая погода в Казани?","attachments":["5f1b6a3e","77d3fb14"]}""",
        2_000,
        2_700
    )]
    [TestCase(
        """{"role":"user","content":[{"text":"Какая погода в Казани?"},{"files":[{"id":"5f1b6a3e"}]}]}""",
        1_000,
        1_350
    )]
    [TestCase(
        """{"role":"user","content":[{"type":"text","text":"Какая погода в Казани?"},{"type":"image_url","image_url":{"url":"https://a.example/1.png"}}]}""",
        1_000,
        1_350
    )]
    public void Estimate_images_and_files_cost_what_was_seen_of_them(string message, long atLeast, long atMost) =>
        (PromptOf($$"""{"model":"GigaChat-2","messages":[{{message}}]}""") - PlainPrompt)
            .Should()
            .BeInRange(atLeast, atMost);

    [TestCase(
        ""","functions":[{"name":"weather","description":"Погода в городе","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}]""",
        35,
        75
    )]
    [TestCase(
        ""","tools":[{"type":"function","function":{"name":"weather","description":"Погода в городе","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]""",
        35,
        75
    )]
    [TestCase(""","tools":[{"image_generate":{}}]""", 900, 1_000)]
    [TestCase(""","tools":[{"web_search":{}},{"code_interpreter":{}}]""", 1_800, 2_000)]
    [TestCase(",\"function_call\":\"auto\"", 560, 640)]
    [TestCase(",\"function_call\":\"none\"", 0, 0)]
    public void Estimate_functions_and_tools_are_a_part_of_the_prompt(string more, long atLeast, long atMost) =>
        (PromptOf($$"""{"model":"GigaChat-2","messages":[{{Message}}]{{more}}}""") - PlainPrompt)
            .Should()
            .BeInRange(atLeast, atMost);

    [Test]
    public void Estimate_calls_and_results_of_the_history_are_a_part_of_the_prompt()
    {
        var prompt = PromptOf(
            $$$"""
            {"model":"GigaChat-2","messages":[{{{Message}}},{"role":"assistant","content":"","function_call":{"name":"weather","arguments":{"city":"Казань","days":14} } },
            {"role":"user","content":[{"function_result":{"name":"weather","result":{"degrees":[7,12,-3],"sky":"ясно"} } }]}]}
            """
        );

        (prompt - PlainPrompt)
            .Should()
            .BeInRange(50, 85, "two messages, the frame of a call, and JSON with its names and numbers");
    }

    // Reported: 27 and 31 tokens, the end among them.
    [TestCase("GigaChat-Pro-preview:1.0.26.15", """{"name":"image2tg","arguments":{"query":"художник"}}""", 27)]
    [TestCase(
        "GigaChat-2-Max:2.0.28.2",
        """{"name":"search_tool","arguments":{"query":"самая дорогая компания в мире на сегодня"}}""",
        31
    )]
    [TestCase(
        "GigaChat-2-Max:2.0.28.2",
        """{"name":"search_tool","arguments":"{\"query\": \"самая дорогая компания в мире на сегодня\"}"}""",
        31
    )]
    [TestCase(
        "GigaChat-2-Max:2.0.28.2",
        """{"name":"search_tool","arguments":{"query":"\u0441\u0430\u043c\u0430\u044f \u0434\u043e\u0440\u043e\u0433\u0430\u044f \u043a\u043e\u043c\u043f\u0430\u043d\u0438\u044f \u0432 \u043c\u0438\u0440\u0435 \u043d\u0430 \u0441\u0435\u0433\u043e\u0434\u043d\u044f"}}""",
        31
    )]
    public void Estimate_a_function_call_that_was_cut_is_near_what_was_reported_for_it(
        string model,
        string call,
        long reported
    ) =>
        CompletionOf(model, $$"""{"content":"","role":"assistant","function_call":{{call}}}""")
            .Should()
            .BeInRange(reported - 3, reported + 3);

    [Test]
    public void Estimate_names_and_numbers_of_arguments_are_counted_as_the_model_writes_them()
    {
        var written = TextMeasure.Of(
            """report{"from": "2026-01-31", "limit": 125, "exact": true, "ids": [1.5, 2e3, null], "nested": {"deep": -7}}"""
        );
        var completion = CompletionOf(
            "GigaChat-2:2.0.28.2",
            """
            {"content":"","role":"assistant","function_call":{"name":"report","arguments":{"from":"2026-01-31","limit":125,"exact":true,"ids":[1.5,2e3,null],"nested":{"deep":-7}}}}
            """
        );

        (completion - Estimator.Estimate(written, TokenKind.Completion, "GigaChat-2:2.0.28.2"))
            .Should()
            .BeInRange(8, 15, "the frame, less two brackets");
    }

    [Test]
    public void Estimate_calls_in_openais_stream_have_one_frame_each_however_many_pieces_they_come_in()
    {
        var record = new CapturedExchange(
            "/v1/chat/completions",
            $$"""{"model":"GigaChat-2","messages":[{{Message}}],"stream":true}""",
            """
            data: {"choices":[{"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"1","type":"function","function":{"name":"weather","arguments":""}}]},"index":0}],"model":"GigaChat-2:2.0.28.2"}

            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]},"index":0}],"model":"GigaChat-2:2.0.28.2"}

            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Казань\"}"}}]},"index":0}],"model":"GigaChat-2:2.0.28.2"}


            """
        )
        {
            ContentType = "text/event-stream",
            Estimator = Estimator,
        }.Record();

        record.CompletionTokens.Should().BeInRange(20, 30);
    }

    [Test]
    public void Estimate_reasoning_is_a_part_of_the_completion()
    {
        var with = CompletionOf(
            "GigaChat-2:2.0.28.2",
            """{"role":"assistant","reasoning_content":"Сначала надо понять, какой сегодня день и где живёт человек.","content":"Ясно, плюс семь."}"""
        );
        var without = CompletionOf("GigaChat-2:2.0.28.2", """{"role":"assistant","content":"Ясно, плюс семь."}""");

        (with - without).Should().BeInRange(11, 18);
    }

    private static long PromptOf(string request) =>
        Cut(request, """{"role":"assistant","content":"Ясно"}""", "GigaChat-2").PromptTokens!.Value;

    private static long CompletionOf(string model, string message) =>
        Cut($$"""{"model":"GigaChat-2","messages":[{{Message}}]}""", message, model).CompletionTokens!.Value;

    private static UsageRecord Cut(string request, string message, string model) =>
        new CapturedExchange(
            "/v1/chat/completions",
            request,
            $$$"""
            data: {"model":"{{{model}}}","choices":[{"delta":{{{message}}},"index":0}]}


            """
        )
        {
            ContentType = "text/event-stream",
            Estimator = Estimator,
        }.Record();
}
