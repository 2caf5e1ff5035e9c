// Over 300 lines: a collection of recorded exchanges.
namespace GigaChat.Usage.Tests.Capture;

/// <summary>Places, finish reasons, errors, reasoning and progress of chat and batches, as the official specification
/// of v2 has them.</summary>
internal static class V2Fixtures
{
    private const string Chat = "/api/v1/chat/completions";
    private const string ChatV2 = "/api/v2/chat/completions";
    private const string Stream = "text/event-stream";
    private const string Asked = """{"model":"GigaChat-2","messages":[{"role":"user","content":"Привет"}]}""";
    private const string AskedV2 =
        """{"model":"GigaChat-3-Ultra","messages":[{"role":"user","content":[{"text":"Привет"}]}],"stream":true}""";
    private const string Model2 = "\"model\":\"GigaChat-2:2.0.28.2\"";
    private const string Usage = """
        "usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}
        """;

    private const string UsageV2 = """
        "usage":{"input_tokens":12,"input_tokens_details":{"prompt_tokens":12,"cached_tokens":4},"output_tokens":3,"total_tokens":15}
        """;

    public static IReadOnlyList<WireFixture> All { get; } =
    [
        new(
            "a key tokens beside the usage",
            new(
                Chat,
                Asked,
                $$$$$"""{"choices":[{"message":{"content":"Да"},"finish_reason":"stop"}],{{{{{Model2}}}}},{{{{{Usage}}}}},"tokens":3}"""
            )
        )
        {
            Prompt = 12,
            Completion = 3,
            Total = 15,
            PromptLength = 6,
            ResponseLength = 2,
        },
        new(
            "a usage under result beside the usage",
            new(
                Chat,
                Asked,
                $$$$$"""{"choices":[{"message":{"content":"Да"},"finish_reason":"stop"}],{{{{{Model2}}}}},{{{{{Usage}}}}},"result":{"usage":{"total_tokens":100},"model":"Other"}}"""
            )
        )
        {
            Prompt = 12,
            Completion = 3,
            Total = 15,
            PromptLength = 6,
            ResponseLength = 2,
        },
        new(
            "items with a usage beside the usage",
            new(
                Chat,
                Asked,
                $$$$$"""{"data":[{"usage":{"prompt_tokens":100}}],"choices":[{"message":{"content":"Да"},"finish_reason":"stop"}],{{{{{Model2}}}}},{{{{{Usage}}}}}}"""
            )
        )
        {
            Prompt = 12,
            Completion = 3,
            Total = 15,
            PromptLength = 6,
            ResponseLength = 2,
        },
        new(
            "a wrapper beside the event's own usage",
            new(
                ChatV2,
                AskedV2,
                $$$$$"""
                event: response.message.done
                data: {"model":"GigaChat-3-Ultra:32.3.18.5",{{{{{UsageV2}}}}},"finish_reason":"stop","data":{"usage":{"total_tokens":100}}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Prompt = 12,
            Completion = 3,
            Cached = 4,
            Total = 15,
            PromptLength = 6,
        },
        new(
            "v2 events wrapped in data",
            new(
                ChatV2,
                AskedV2,
                $$$$$"""
                data: {"event":"response.message.delta","data":{"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"assistant","content":[{"text":"Hel"}]}]}}

                data: {"event":"response.message.delta","data":{"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"assistant","content":[{"text":"lo"}]}]}}

                data: {"event":"response.message.done","data":{"model":"GigaChat-3-Ultra:32.3.18.5","finish_reason":"stop",{{{{{UsageV2}}}}}}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Prompt = 12,
            Completion = 3,
            Cached = 4,
            Total = 15,
            PromptLength = 6,
            ResponseLength = 5,
        },
        .. Reasons(UsageOutcome.Blocked, "request_blacklist", "response_blacklist", "request_filter", "blacklist"),
        .. Reasons(UsageOutcome.Failed, "function_call_error", "error"),
        .. Reasons(UsageOutcome.Completed, "request_whitelist", "length", "function_call"),
        new(
            "v2 error without a status",
            new(
                ChatV2,
                AskedV2,
                """
                event: response.message.delta
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"assistant","content":[{"text":"Hel"}]}]}

                event: response.error
                data: {"message":"Внутренняя ошибка сервера"}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Source = UsageSource.None,
            Outcome = UsageOutcome.Failed,
            FinishReason = null,
            PromptLength = 6,
            ResponseLength = 3,
        },
        new(
            "v2 error named within the data",
            new(
                ChatV2,
                AskedV2,
                """
                data: {"event":"response.error","data":{"message":"Внутренняя ошибка сервера"}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = null,
            Source = UsageSource.None,
            Outcome = UsageOutcome.Failed,
            FinishReason = null,
            PromptLength = 6,
        },
        new(
            "an error object of a gateway in a stream",
            new(
                Chat,
                Asked,
                $$$$$"""
                data: {"choices":[{"delta":{"content":"Да"}}],{{{{{Model2}}}}}}

                data: {"error":{"message":"upstream failed","type":"server_error","code":null}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Source = UsageSource.None,
            Outcome = UsageOutcome.Failed,
            FinishReason = null,
            PromptLength = 6,
            ResponseLength = 2,
        },
        new(
            "the message of an error in a stream is no text",
            new(
                Chat,
                Asked,
                """
                data: {"status":500,"message":"Internal Server Error"}


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
            FinishReason = null,
            PromptLength = 6,
        },
        new(
            "the message of an error body is no text",
            new(Chat, Asked, """{"status":404,"message":"No such model"}""")
            {
                Status = System.Net.HttpStatusCode.NotFound,
            }
        )
        {
            ModelVersion = null,
            Source = UsageSource.None,
            Outcome = UsageOutcome.Failed,
            FinishReason = null,
            PromptLength = 6,
        },
        new(
            "v1 reasoning",
            new(
                Chat,
                Asked,
                $$$$$"""{"choices":[{"message":{"reasoning_content":"Думаю долго","content":"Да"},"finish_reason":"stop"}],{{{{{Model2}}}}},"usage":{"prompt_tokens":12,"completion_tokens":30,"total_tokens":42,"completion_tokens_details":{"reasoning_tokens":27}}}"""
            )
        )
        {
            Prompt = 12,
            Completion = 30,
            Reasoning = 27,
            Total = 42,
            PromptLength = 6,
            ResponseLength = 2,
        },
        new(
            "reasoning that is no part of the completion",
            new(
                Chat,
                Asked,
                $$$$$"""{"choices":[{"message":{"content":"Да"},"finish_reason":"stop"}],{{{{{Model2}}}}},"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15,"completion_tokens_details":{"reasoning_tokens":27}}}"""
            )
        )
        {
            Prompt = 12,
            Completion = 3,
            Total = 15,
            PromptLength = 6,
            ResponseLength = 2,
        },
        new(
            "v2 reasoning in a stream, as a message of its own",
            new(
                ChatV2,
                AskedV2,
                """
                event: response.message.delta
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"reasoning","content":[{"text":"Думаю"}]}]}

                event: response.message.delta
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"reasoning","content":[{"text":" долго"}]}]}

                event: response.message.delta
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"content":[{"text":"Ещё думаю"}],"role":"reasoning"}]}

                event: response.message.delta
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"assistant","content":[{"reasoning_content":"Всё"},{"text":"Да"}]}]}

                event: response.message.done
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","finish_reason":"stop","usage":{"input_tokens":12,"output_tokens":30,"output_tokens_details":{"reasoning_tokens":27},"total_tokens":42}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Prompt = 12,
            Completion = 30,
            Reasoning = 27,
            Total = 42,
            PromptLength = 6,
            ResponseLength = 2,
        },
        new(
            "v1 progress of a function is no text",
            new(
                Chat,
                Asked,
                $$$$$"""
                data: {"choices":[{"delta":{"content":"Рисую, осталось 20 секунд","role":"function_in_progress","name":"text2image"}}],{{{{{Model2}}}}}}

                data: {"choices":[{"delta":{"content":"Рисую, осталось 10 секунд","role":"function_in_progress","name":"text2image"}}],{{{{{Model2}}}}}}

                data: {"choices":[{"delta":{"content":"Нет","role":"assistant"},"finish_reason":"stop"}],{{{{{Model2}}}}},{{{{{Usage}}}}}}

                data: [DONE]


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Prompt = 12,
            Completion = 3,
            Total = 15,
            PromptLength = 6,
            ResponseLength = 3,
        },
        new(
            "v1 stream cut while it draws",
            new(
                Chat,
                Asked,
                $$$$$"""
                data: {"choices":[{"delta":{"content":"Рисую, осталось 20 секунд","role":"function_in_progress","name":"text2image"}}],{{{{{Model2}}}}}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Prompt = 3,
            Completion = null,
            Total = 3,
            Source = UsageSource.Estimated,
            Outcome = UsageOutcome.Aborted,
            Operation = UsageOperation.ImageGeneration,
            FinishReason = null,
            PromptLength = 6,
        },
        new(
            "v1 stream cut while another function works",
            new(
                Chat,
                Asked,
                $$$$$"""
                data: {"choices":[{"delta":{"content":"Ищу","role":"function_in_progress","name":"web_search"}}],{{{{{Model2}}}}}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Prompt = 3,
            Completion = null,
            Total = 3,
            Source = UsageSource.Estimated,
            Outcome = UsageOutcome.Aborted,
            FinishReason = null,
            PromptLength = 6,
        },
        new(
            "v2 stream cut while it draws",
            new(
                ChatV2,
                AskedV2,
                """
                event: response.tool.in_progress
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"assistant","content":[{"text":"Рисую"},{"tool_execution":{"name":"image_generate"}}]}]}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Prompt = 3,
            Total = 3,
            Source = UsageSource.Estimated,
            Outcome = UsageOutcome.Aborted,
            Operation = UsageOperation.ImageGeneration,
            FinishReason = null,
            PromptLength = 6,
        },
        Target("audio", UsageOperation.AudioGeneration),
        Target("3dmodel", UsageOperation.Model3DGeneration),
        Target("spreadsheet", UsageOperation.TextGeneration),
        new(
            "v2 stream cut while a 3D model is made",
            new(
                ChatV2,
                AskedV2,
                """
                event: response.tool.in_progress
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"assistant","content":[{"tool_execution":{"name":"model_3d_generate","status":"running"}}]}]}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Prompt = 3,
            Total = 3,
            Source = UsageSource.Estimated,
            Outcome = UsageOutcome.Aborted,
            Operation = UsageOperation.Model3DGeneration,
            FinishReason = null,
            PromptLength = 6,
        },
    ];

    private static IEnumerable<WireFixture> Reasons(UsageOutcome outcome, params string[] reasons) =>
        reasons.Select(reason => new WireFixture(
            $"v2 finish reason {reason}",
            new(
                ChatV2,
                AskedV2,
                $$$$$"""
                event: response.message.delta
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"assistant","content":[{"text":"Нет"}]}]}

                event: response.message.done
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","finish_reason":"{{{{{reason}}}}}",{{{{{UsageV2}}}}}}


                """
            )
            {
                ContentType = Stream,
            }
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Prompt = 12,
            Completion = 3,
            Cached = 4,
            Total = 15,
            PromptLength = 6,
            ResponseLength = 3,
            Outcome = outcome,
            FinishReason = reason,
        });

    private static WireFixture Target(string target, UsageOperation operation) =>
        new(
            $"v2 file for {target}",
            new(
                ChatV2,
                AskedV2,
                $$$$$"""{"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"assistant","content":[{"files":[{"id":"4a1b","target":"{{{{{target}}}}}"}]}]}],"finish_reason":"stop",{{{{{UsageV2}}}}}}"""
            )
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Prompt = 12,
            Completion = 3,
            Cached = 4,
            Total = 15,
            PromptLength = 6,
            Operation = operation,
        };
}
