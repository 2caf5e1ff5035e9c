using GigaChat.Usage.Tests.Capture;

namespace GigaChat.Usage.Tests.Estimation;

/// <summary>L35: an estimator learns only from calls of which every part was counted.</summary>
internal sealed class LearnedFromWholeCallsTests
{
    private const string Question = "Расскажи коротко, какие книги стоит прочитать осенью, и почему именно их.";
    private const string Reply = "Осенью в горах темнеет рано, и путники спешат спуститься.";
    private const string Plain = $$"""{"role":"user","content":"{{Question}}"}""";

    private static readonly string[] NotWhole =
    [
        $$"""{"model":"GigaChat-2","messages":[{"role":"user","content":"{{Question}}","attachments":["5f1b6a3e"]}]}""",
        $$"""{"model":"GigaChat-2","messages":[{"role":"user","content":[{"text":"{{Question}}"},{"files":[{"id":"5f1b6a3e"}]}]}]}""",
        $$$"""{"model":"GigaChat-2","messages":[{"role":"user","content":[{"type":"text","text":"{{{Question}}}"},{"type":"image_url","image_url":{"url":"https://a.example/1.png"}}]}]}""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}}],"tools":[{"web_search":{}}]}""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}}],"tools":[{"image_generate":{}}]}""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}}],"tools":[{"code_interpreter":{}}]}""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}}],"tools":[{"a_tool_of_tomorrow":{}}]}""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}}],"tools":[{"functions":{"specifications":[{"name":"weather","parameters":{"type":"object"}}]}}]}""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}}],"tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object"} } }],"tool_choice":"auto"}""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}}],"functions":[{"name":"weather","parameters":{"type":"object"}}]}""",
        $$"""{"model":"GigaChat-2","messages":[{{Plain}}],"function_call":"auto"}""",
        $$"""{"model":"GigaChat-2","messages":[{{Plain}},{"role":"function","name":"weather","content":"{\"degrees\":7}"}]}""",
        $$"""{"model":"GigaChat-2","messages":[{{Plain}},{"role":"tool","tool_call_id":"1","content":"7"}]}""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}},{"role":"user","content":[{"function_result":{"name":"weather","result":{"degrees":7} } }]}]}""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}},{"role":"assistant","content":"","function_call":{"name":"weather","arguments":{"city":"Казань"} } }]}""",
        $$"""{"model":"GigaChat-2","messages":[{{Plain}},{"role":"assistant","content":"Да","functions_state_id":"77d3fb14"}]}""",
        $$"""{"model":"GigaChat-2","messages":[{{Plain}},{"role":"assistant","content":"Да","reasoning_content":"Надо подумать."}]}""",
        $$"""{"model":"GigaChat-2","messages":[{{Plain}},{"role":"user","content":"Да","a_key_of_tomorrow":1}]}""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}}],"storage":{"thread_id":"77d3fb14"}}""",
        $$"""{"model":"GigaChat-2","messages":[{{Plain}}],"assistant_id":"77d3fb14"}""",
        $$"""{"model":"GigaChat-2","messages":[{{Plain}}],"reasoning_effort":"high"}""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}}],"model_options":{"reasoning":{"effort":"high"} } }""",
        $$$"""{"model":"GigaChat-2","messages":[{{{Plain}}}],"response_format":{"type":"json_schema","schema":{"type":"object"} } }""",
    ];

    [TestCaseSource(nameof(NotWhole))]
    public void Learn_a_request_that_was_not_counted_whole_teaches_nothing(string request)
    {
        var estimator = new CalibratingTokenEstimator();
        Call(estimator, request, Reply, prompt: 23_767, completion: 157);

        estimator.Calibrations.Should().BeEmpty();
    }

    [Test]
    public void Learn_a_plain_request_teaches_prompt_and_completion_whatever_settings_and_empty_lists_it_has()
    {
        var estimator = new CalibratingTokenEstimator();
        Call(
            estimator,
            $$"""
            {"model":"GigaChat-2","messages":[{"role":"system","content":"Отвечай кратко.","attachments":[]},{{Plain}}],"temperature":0.1,"top_p":0.2,"n":1,"stream":false,"max_tokens":100,
            "repetition_penalty":1.1,"update_interval":0,"profanity_check":true,"functions":[],"tools":[],"function_call":"none","user":"7","model_options":{"temperature":0.5} }
            """,
            Reply,
            40,
            15
        );

        estimator
            .Calibrations.Select(one => one.Kind)
            .Should()
            .BeEquivalentTo([TokenKind.Prompt, TokenKind.Completion]);
    }

    [Test]
    public void Learn_thirty_web_searches_leave_the_estimate_of_a_plain_prompt_as_it_was()
    {
        var estimator = new CalibratingTokenEstimator();
        for (var i = 0; i < 30; i++)
            Call(
                estimator,
                $$$"""{"model":"GigaChat-3-Ultra","messages":[{{{Plain}}}],"tools":[{"web_search":{}}]}""",
                Reply,
                23_767,
                570
            );

        estimator
            .Estimate(
                TextMeasure.Of("Назови три города на Волге, которые стоит увидеть летом."),
                TokenKind.Prompt,
                "GigaChat-3-Ultra"
            )
            .Should()
            .BeInRange(23, 29);
    }

    [TestCase(
        """{"content":"Да, конечно, сейчас посмотрю.","role":"assistant","reasoning_content":"Надо подумать."}""",
        ""
    )]
    [TestCase(
        """{"content":"Да, конечно, сейчас посмотрю.","role":"assistant"}""",
        ""","completion_tokens_details":{"reasoning_tokens":90}"""
    )]
    [TestCase("""{"content":"<img src=\"3727db23\" fuse=\"true\"/> вот мой рисунок","role":"assistant"}""", "")]
    [TestCase(
        """{"content":"Да, конечно, сейчас посмотрю.","role":"assistant","function_call":{"name":"weather","arguments":{"city":"Казань"}}}""",
        ""
    )]
    [TestCase(
        """{"content":[{"text":"Да, конечно, сейчас посмотрю."},{"files":[{"id":"1","target":"audio"}]}],"role":"assistant"}""",
        ""
    )]
    [TestCase(
        """{"content":[{"text":"Да, конечно, сейчас посмотрю."},{"tool_execution":{"name":"web_search"}}],"role":"assistant"}""",
        ""
    )]
    public void Learn_a_response_with_more_than_text_teaches_no_completion(string message, string details)
    {
        var estimator = new CalibratingTokenEstimator();
        new CapturedExchange(
            "/v1/chat/completions",
            $$"""{"model":"GigaChat-2","messages":[{{Plain}}]}""",
            $$$"""
            {"choices":[{"message":{{{message}}},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":30,"completion_tokens":160,"total_tokens":190{{{details}}}}}
            """
        )
        {
            Estimator = estimator,
        }.Record();

        estimator.Calibrations.Should().NotContain(one => one.Kind == TokenKind.Completion);
    }

    [TestCase("/v1/threads/messages")]
    [TestCase("/v1/threads/run")]
    public void Learn_a_thread_whose_history_the_request_does_not_hold_teaches_nothing(string path)
    {
        var estimator = new CalibratingTokenEstimator();
        new CapturedExchange(
            path,
            $$"""{"model":"GigaChat-2","messages":[{{Plain}}]}""",
            $$$"""
            {"messages":[{"role":"assistant","content":"{{{Reply}}}"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":3000,"completion_tokens":15,"total_tokens":3015}}
            """
        )
        {
            Estimator = estimator,
        }.Records();

        estimator.Calibrations.Should().BeEmpty();
    }

    private static void Call(ITokenEstimator estimator, string request, string reply, int prompt, int completion) =>
        new CapturedExchange(
            "/v1/chat/completions",
            request,
            $$$"""
            {"choices":[{"message":{"content":"{{{reply}}}","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2",
            "usage":{"prompt_tokens":{{{prompt}}},"completion_tokens":{{{completion}}},"total_tokens":{{{prompt
                + completion}}}}}
            """
        )
        {
            Estimator = estimator,
        }
            .Record()
            .TotalTokens.Should()
            .Be(prompt + completion);
}
