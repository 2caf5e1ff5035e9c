// Over 300 lines: a collection of recorded exchanges.
namespace GigaChat.Usage.Tests.Capture;

/// <summary>Exchanges with the other endpoints of gateways that speak the APIs of OpenAI, Anthropic and
/// Google.</summary>
internal static class GatewayFixtures
{
    private const string Stream = "text/event-stream";
    private const string Responses = "/v1/responses";
    private const string Messages = "/v1/messages";
    private const string Completions = "/v1/completions";
    private const string Generate = "/v1beta/models/GigaChat-2-Max:generateContent";
    private const string StreamGenerate = "/v1beta/models/GigaChat-2-Max:streamGenerateContent";

    /// <summary>19 characters of text.</summary>
    private const string AskedResponses = """
        {"model":"GigaChat-2","instructions":"Кратко.","input":[{"role":"user","content":[{"type":"input_text","text":"Сколько ног?"}]}],"max_output_tokens":50,"stream":true}
        """;

    private const string AskedMessages = """
        {"model":"GigaChat-2","max_tokens":50,"system":[{"type":"text","text":"Кратко."}],"messages":[{"role":"user","content":"Сколько ног?"}],"stream":true}
        """;

    private const string AskedGoogle = """
        {"systemInstruction":{"parts":[{"text":"Кратко."}]},"contents":[{"role":"user","parts":[{"text":"Сколько ног?"}]}],"generationConfig":{"maxOutputTokens":50}}
        """;

    private const string ResponseUsage = """
        "usage":{"input_tokens":17,"input_tokens_details":{"cached_tokens":2},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":4},"total_tokens":26}
        """;

    public static IReadOnlyList<WireFixture> All { get; } =
    [
        new(
            "responses",
            new(
                Responses,
                """{"model":"GigaChat-2","input":"Сколько ног?","instructions":"Кратко."}""",
                $$$$$"""
                {"id":"resp_1","object":"response","created_at":1768996171,"status":"completed","error":null,"incomplete_details":null,"model":"GigaChat-2:2.0.28.2","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Думаю"}]},{"type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Восемь.","annotations":[]}]}],{{{{{ResponseUsage}}}}},"metadata":{"usage":"none"}}
                """
            )
        )
        {
            Prompt = 17,
            Completion = 9,
            Cached = 2,
            Reasoning = 4,
            Total = 26,
            PromptLength = 19,
            ResponseLength = 7,
            FinishReason = "completed",
        },
        new(
            "responses, a function call",
            new(
                Responses,
                """{"model":"GigaChat-2","input":"Погода?","tools":[{"type":"function","name":"weather"}]}""",
                $$$$$"""
                {"object":"response","status":"completed","model":"GigaChat-2:2.0.28.2","output":[{"type":"function_call","name":"weather","arguments":"{\"usage\":{\"total_tokens\":1}}","call_id":"c1"}],{{{{{ResponseUsage}}}}}}
                """
            )
        )
        {
            Prompt = 17,
            Completion = 9,
            Cached = 2,
            Reasoning = 4,
            Total = 26,
            PromptLength = 7,
            FinishReason = "completed",
        },
        new(
            "responses, cut by its limit",
            new(
                Responses,
                AskedResponses,
                $$$$$"""
                {"object":"response","incomplete_details":{"reason":"max_output_tokens"},"status":"incomplete","model":"GigaChat-2:2.0.28.2","output":[{"type":"message","content":[{"type":"output_text","text":"Вос"}]}],{{{{{ResponseUsage}}}}}}
                """
            )
        )
        {
            Prompt = 17,
            Completion = 9,
            Cached = 2,
            Reasoning = 4,
            Total = 26,
            PromptLength = 19,
            ResponseLength = 3,
            FinishReason = "max_output_tokens",
        },
        new(
            "responses stream",
            new(
                Responses,
                AskedResponses,
                $$$$$"""
                event: response.created
                data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress","model":"GigaChat-2","output":[],"usage":null,"error":null}}

                event: response.reasoning_summary_text.delta
                data: {"type":"response.reasoning_summary_text.delta","sequence_number":1,"delta":"Думаю"}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","sequence_number":2,"item_id":"m","output_index":0,"content_index":0,"delta":"Восемь"}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","sequence_number":3,"item_id":"m","output_index":0,"content_index":0,"delta":" ног."}

                event: response.output_text.done
                data: {"type":"response.output_text.done","sequence_number":4,"item_id":"m","text":"Восемь ног."}

                event: response.completed
                data: {"type":"response.completed","sequence_number":5,"response":{"id":"resp_1","status":"completed","model":"GigaChat-2:2.0.28.2","output":[{"type":"message","content":[{"type":"output_text","text":"Восемь ног."}]}],{{{{{ResponseUsage}}}}},"error":null,"incomplete_details":null}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Prompt = 17,
            Completion = 9,
            Cached = 2,
            Reasoning = 4,
            Total = 26,
            PromptLength = 19,
            ResponseLength = 11,
            FinishReason = "completed",
        },
        new(
            "responses stream without names beside the data, cut by its limit",
            new(
                Responses,
                AskedResponses,
                $$$$$"""
                data: {"type":"response.output_text.delta","delta":"Восемь"}

                data: {"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"model":"GigaChat-2:2.0.28.2",{{{{{ResponseUsage}}}}}}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Prompt = 17,
            Completion = 9,
            Cached = 2,
            Reasoning = 4,
            Total = 26,
            PromptLength = 19,
            ResponseLength = 6,
            FinishReason = "max_output_tokens",
        },
        new(
            "responses stream that fails",
            new(
                Responses,
                AskedResponses,
                """
                event: response.output_text.delta
                data: {"delta":"Восемь","type":"response.output_text.delta"}

                event: response.failed
                data: {"response":{"status":"failed","error":{"code":"server_error","message":"нет"},"model":"GigaChat-2:2.0.28.2","usage":null},"type":"response.failed"}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Source = UsageSource.None,
            Outcome = UsageOutcome.Failed,
            PromptLength = 19,
            ResponseLength = 6,
            FinishReason = "failed",
        },
        new(
            "responses stream that ends in an error",
            new(
                Responses,
                AskedResponses,
                """
                event: error
                data: {"type":"error","code":"rate_limit_exceeded","message":"нет","param":null}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            ModelVersion = null,
            Source = UsageSource.None,
            Outcome = UsageOutcome.Failed,
            PromptLength = 19,
            FinishReason = null,
        },
        new(
            "responses stream that breaks off",
            new(
                Responses,
                AskedResponses,
                """
                event: response.created
                data: {"type":"response.created","response":{"status":"in_progress","model":"GigaChat-2:2.0.28.2"}}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","delta":"Восемь"}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Prompt = 8,
            Completion = 3,
            Total = 11,
            Source = UsageSource.Estimated,
            Outcome = UsageOutcome.Aborted,
            PromptLength = 19,
            ResponseLength = 6,
            FinishReason = null,
        },
        new(
            "responses without usage",
            new(
                Responses,
                AskedResponses,
                """
                event: response.output_text.delta
                data: {"type":"response.output_text.delta","delta":"Восемь"}

                event: response.completed
                data: {"type":"response.completed","response":{"status":"completed","model":"GigaChat-2:2.0.28.2","usage":null}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Prompt = 8,
            Completion = 3,
            Total = 11,
            Source = UsageSource.Estimated,
            PromptLength = 19,
            ResponseLength = 6,
            FinishReason = "completed",
        },
        new(
            "messages",
            new(
                Messages,
                AskedMessages,
                """
                {"id":"msg_1","type":"message","role":"assistant","model":"GigaChat-2:2.0.28.2","content":[{"type":"thinking","thinking":"Думаю"},{"type":"text","text":"Восемь."},{"type":"tool_use","name":"f","input":{"usage":{"total_tokens":7}}}],"stop_reason":"end_turn","usage":{"input_tokens":17,"cache_read_input_tokens":2,"cache_creation_input_tokens":0,"output_tokens":9}}
                """
            )
        )
        {
            Prompt = 17,
            Completion = 9,
            Cached = 2,
            Total = 26,
            PromptLength = 19,
            ResponseLength = 7,
            FinishReason = "end_turn",
        },
        new(
            "messages stream",
            new(
                Messages,
                AskedMessages,
                """
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"GigaChat-2:2.0.28.2","content":[],"stop_reason":null,"usage":{"input_tokens":17,"cache_read_input_tokens":2,"output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: ping
                data: {"type":"ping"}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Восемь"}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" ног."}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":9}}

                event: message_stop
                data: {"type":"message_stop"}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Prompt = 17,
            Completion = 9,
            Cached = 2,
            Total = 26,
            PromptLength = 19,
            ResponseLength = 11,
            FinishReason = "end_turn",
        },
        new(
            "messages stream that breaks off: the prompt is as reported, the rest an estimate",
            new(
                Messages,
                AskedMessages,
                """
                event: message_start
                data: {"type":"message_start","message":{"model":"GigaChat-2:2.0.28.2","usage":{"input_tokens":17,"cache_read_input_tokens":2,"output_tokens":1}}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Восемь"}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Prompt = 17,
            Completion = 3,
            Cached = 2,
            Total = 20,
            Source = UsageSource.Estimated,
            Outcome = UsageOutcome.Aborted,
            PromptLength = 19,
            ResponseLength = 6,
            FinishReason = null,
        },
        new(
            "messages stream that ends in an error",
            new(
                Messages,
                AskedMessages,
                """
                event: error
                data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            ModelVersion = null,
            Source = UsageSource.None,
            Outcome = UsageOutcome.Failed,
            PromptLength = 19,
            FinishReason = null,
        },
        new(
            "completions",
            new(
                Completions,
                """{"model":"GigaChat-2","prompt":["Раз","Два"],"max_tokens":5}""",
                """
                {"id":"cmpl-1","object":"text_completion","choices":[{"text":"Три","index":0,"finish_reason":"length"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":17,"completion_tokens":9,"total_tokens":26,"prompt_tokens_details":{"cached_tokens":2}}}
                """
            )
        )
        {
            Prompt = 17,
            Completion = 9,
            Cached = 2,
            Total = 26,
            PromptLength = 6,
            ResponseLength = 3,
            FinishReason = "length",
        },
        new(
            "completions stream",
            new(
                Completions,
                """{"model":"GigaChat-2","prompt":"Раз","stream":true}""",
                """
                data: {"choices":[{"text":"Два","index":0}],"model":"GigaChat-2:2.0.28.2"}

                data: {"choices":[{"text":", три","index":0,"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2"}

                data: {"choices":[],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":17,"completion_tokens":9,"total_tokens":26}}

                data: [DONE]


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Prompt = 17,
            Completion = 9,
            Total = 26,
            PromptLength = 3,
            ResponseLength = 8,
        },
        new(
            "generateContent",
            new(
                Generate,
                AskedGoogle,
                """
                {"candidates":[{"content":{"parts":[{"text":"Думаю","thought":true},{"text":"Восемь."}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":17,"candidatesTokenCount":5,"thoughtsTokenCount":4,"cachedContentTokenCount":2,"totalTokenCount":26},"modelVersion":"GigaChat-2-Max:2.0.28.2"}
                """
            )
        )
        {
            Model = "GigaChat-2-Max",
            Prompt = 17,
            Completion = 9,
            Cached = 2,
            Reasoning = 4,
            Total = 26,
            PromptLength = 19,
            ResponseLength = 7,
            FinishReason = "STOP",
        },
        new(
            "generateContent, thoughts counted among the candidates",
            new(
                Generate,
                AskedGoogle,
                """
                {"candidates":[{"content":{"parts":[{"text":"Восемь."}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":17,"candidatesTokenCount":9,"thoughtsTokenCount":4,"totalTokenCount":26}}
                """
            )
        )
        {
            Model = "GigaChat-2-Max",
            ModelVersion = null,
            Prompt = 17,
            Completion = 9,
            Reasoning = 4,
            Total = 26,
            PromptLength = 19,
            ResponseLength = 7,
            FinishReason = "STOP",
        },
        new(
            "generateContent, blocked",
            new(
                Generate,
                AskedGoogle,
                """
                {"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":17,"totalTokenCount":17}}
                """
            )
        )
        {
            Model = "GigaChat-2-Max",
            ModelVersion = null,
            Prompt = 17,
            Total = 17,
            Outcome = UsageOutcome.Blocked,
            PromptLength = 19,
            FinishReason = "SAFETY",
        },
        new(
            "streamGenerateContent as events",
            new(
                StreamGenerate + "?alt=sse",
                AskedGoogle,
                """
                data: {"candidates":[{"content":{"parts":[{"text":"Восемь"}],"role":"model"}}],"usageMetadata":{"promptTokenCount":17,"candidatesTokenCount":3,"totalTokenCount":20},"modelVersion":"GigaChat-2-Max:2.0.28.2"}

                data: {"candidates":[{"content":{"parts":[{"text":" ног."}],"role":"model"},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":17,"candidatesTokenCount":9,"totalTokenCount":26},"modelVersion":"GigaChat-2-Max:2.0.28.2"}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Model = "GigaChat-2-Max",
            Prompt = 17,
            Completion = 9,
            Total = 26,
            PromptLength = 19,
            ResponseLength = 11,
            FinishReason = "STOP",
        },
        new(
            "streamGenerateContent as an array",
            new(
                StreamGenerate,
                AskedGoogle,
                """
                [{"candidates":[{"content":{"parts":[{"text":"Восемь"}],"role":"model"}}],"usageMetadata":{"promptTokenCount":17,"totalTokenCount":17},"modelVersion":"GigaChat-2-Max:2.0.28.2"}
                ,
                {"candidates":[{"content":{"parts":[{"text":" ног."}],"role":"model"},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":17,"candidatesTokenCount":9,"totalTokenCount":26}}
                ]
                """
            )
        )
        {
            Model = "GigaChat-2-Max",
            Prompt = 17,
            Completion = 9,
            Total = 26,
            PromptLength = 19,
            ResponseLength = 11,
            FinishReason = "STOP",
        },
        new(
            "streamGenerateContent as an array that breaks off",
            new(
                StreamGenerate,
                AskedGoogle,
                """
                [{"candidates":[{"content":{"parts":[{"text":"Восемь"}],"role":"model"}}],"usageMetadata":{"promptTokenCount":17,"candidatesTokenCount":1,"totalTokenCount":18},"modelVersion":"GigaChat-2-Max:2.0.28.2"}
                """
            )
        )
        {
            Model = "GigaChat-2-Max",
            Prompt = 17,
            Completion = 3,
            Total = 20,
            Source = UsageSource.Estimated,
            Outcome = UsageOutcome.Aborted,
            PromptLength = 19,
            ResponseLength = 6,
            FinishReason = null,
        },
    ];
}
