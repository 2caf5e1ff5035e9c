// Over 300 lines: a collection of recorded exchanges.
namespace GigaChat.Usage.Tests.Capture;

/// <summary>Exchanges in the shapes of the wire contract.</summary>
internal static class WireFixtures
{
    private const string Chat = "/api/v1/chat/completions";
    private const string ChatV2 = "/api/v2/chat/completions";

    /// <summary>"Сколько ног у паука?" is 20 characters.</summary>
    private const string Question =
        """{"model":"GigaChat-2","messages":[{"role":"user","content":"Сколько ног у паука?"}],"stream":false}""";

    private const string StreamedQuestion =
        """{"model":"GigaChat-2","messages":[{"role":"user","content":"Сколько ног у паука?"}],"stream":true}""";

    public static IReadOnlyList<WireFixture> All { get; } =
    [
        new(
            "v1 answer",
            new(
                Chat,
                Question,
                """
                {"choices":[{"message":{"content":"У паука восемь ног.","role":"assistant"},"index":0,"finish_reason":"stop"}],"created":1768996171,"model":"GigaChat-2:2.0.28.2","object":"chat.completion","usage":{"prompt_tokens":17,"completion_tokens":9,"total_tokens":26,"precached_prompt_tokens":2}}
                """
            )
        )
        {
            Prompt = 17,
            Completion = 9,
            Cached = 2,
            Total = 26,
            PromptLength = 20,
            ResponseLength = 19,
        },
        new(
            "v1 answer, more cached than fresh prompt tokens",
            new(
                Chat,
                Question,
                """
                {"choices":[{"message":{"content":"Восемь.","role":"assistant"},"index":0,"finish_reason":"stop"}],"created":1768996171,"model":"GigaChat-2:2.0.28.2","object":"chat.completions","usage":{"prompt_tokens":1,"completion_tokens":4,"total_tokens":5,"precached_prompt_tokens":37}}
                """
            )
        )
        {
            Prompt = 1,
            Completion = 4,
            Cached = 37,
            Total = 5,
            PromptLength = 20,
            ResponseLength = 7,
        },
        new(
            "v1 answer, written wide, usage first, text escaped",
            new(
                Chat,
                """{ "messages" : [ { "content" : "\u0421\u043a\u043e\u043b\u044c\u043a\u043e \"ног\"?\n" } ], "model" : "GigaChat-2" }""",
                """
                {
                  "usage" : { "total_tokens" : 26 , "completion_tokens" : 9 , "prompt_tokens" : 17.0 } ,
                  "object" : "chat.completion" , "extra" : [ { "usage" : { "total_tokens" : 1 } } , [ "]" , "\"" ] , null , true , -1.5e3 ] ,
                  "choices" : [ { "index" : 0 , "message" : { "role" : "assistant" , "content" : "\u0412\u043e\u0441\u0435\u043c\u044c \ud83d\udd77 \\o/\t" } , "finish_reason" : "stop" } ] ,
                  "model" : "GigaChat-2:2.0.28.2"
                }
                """
            )
        )
        {
            Prompt = 17,
            Completion = 9,
            Total = 26,
            PromptLength = 15,
            ResponseLength = 14,
        },
        new(
            "v1 stream",
            new(
                Chat,
                StreamedQuestion,
                """
                data: {"choices":[{"delta":{"content":"У паука","role":"assistant"},"index":0}],"created":1768996171,"model":"GigaChat-2:2.0.28.2","object":"chat.completion"}

                data: {"choices":[{"delta":{"content":" восемь 🕷"},"index":0}],"created":1768996171,"model":"GigaChat-2:2.0.28.2","object":"chat.completion"}

                data: {"choices":[{"delta":{"content":" ног."},"index":0,"finish_reason":"stop"}],"created":1768996171,"model":"GigaChat-2:2.0.28.2","object":"chat.completion","usage":{"prompt_tokens":17,"completion_tokens":9,"total_tokens":26,"precached_prompt_tokens":2}}

                data: [DONE]


                """
            )
            {
                ContentType = "text/event-stream",
            }
        )
        {
            Prompt = 17,
            Completion = 9,
            Cached = 2,
            Total = 26,
            PromptLength = 20,
            ResponseLength = 22,
        },
        new(
            "v1 stream with everything an event stream may hold",
            new(
                Chat,
                StreamedQuestion,
                "\uFEFF\r\n: a comment\r\nid:7\r\nretry: 10\r\ndata:{\"choices\":[{\"delta\":{\"content\":\"Во\"},\"index\":0}],\r\ndata: \"model\":\"GigaChat-2:2.0.28.2\"}\r\n\r\n"
                    + "event: message\rdata: {\"choices\":[{\"delta\":{\"content\":\"семь\",\"role\":\"assistant\"},\"index\":0}]}\r\r"
                    + "data: {\"choices\":[{\"delta\":{\"content\":\"\"},\"index\":0,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}\n\n"
                    + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":17,\"completion_tokens\":9,\"total_tokens\":26}}\n\ndata:[DONE]\n\n"
            )
            {
                ContentType = "text/event-stream",
            }
        )
        {
            Prompt = 17,
            Completion = 9,
            Total = 26,
            PromptLength = 20,
            ResponseLength = 6,
        },
        new(
            "v1 stream without usage, as in 2023",
            new(
                Chat,
                StreamedQuestion,
                """
                data: {"choices":[{"delta":{"content":"Восемь","role":"assistant"},"index":0}],"model":"GigaChat:v1.2.19.2"}

                data: {"choices":[{"delta":{"content":" ног."},"index":0,"finish_reason":"stop"}],"model":"GigaChat:v1.2.19.2"}

                data: [DONE]

                """
            )
            {
                ContentType = "text/event-stream",
            }
        )
        {
            Model = "GigaChat",
            ModelVersion = "v1.2.19.2",
            Prompt = 8,
            Completion = 5,
            Total = 13,
            Source = UsageSource.Estimated,
            PromptLength = 20,
            ResponseLength = 11,
        },
        new(
            "v1 answer without usage",
            new(
                Chat,
                Question,
                """
                {"choices":[{"message":{"content":"Восемь ног.","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2"}
                """
            )
        )
        {
            Prompt = 8,
            Completion = 5,
            Total = 13,
            Source = UsageSource.Estimated,
            PromptLength = 20,
            ResponseLength = 11,
        },
        new(
            "v1 function call whose arguments imitate an answer",
            new(
                Chat,
                """{"model":"GigaChat-2","messages":[{"role":"user","content":"Погода?"}],"functions":[{"name":"weather","parameters":{"type":"object"}}],"function_call":"auto"}""",
                """
                {"choices":[{"message":{"content":"","role":"assistant","function_call":{"name":"weather","arguments":{"usage":{"prompt_tokens":999999,"total_tokens":999999},"content":"никто","model":"Other","finish_reason":"error"}},"functions_state_id":"a1"},"index":0,"finish_reason":"function_call"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":90,"completion_tokens":21,"total_tokens":111,"precached_prompt_tokens":0}}
                """
            )
        )
        {
            Prompt = 90,
            Completion = 21,
            Cached = 0,
            Total = 111,
            FinishReason = "function_call",
            PromptLength = 7,
        },
        new(
            "v1 picture",
            new(
                Chat,
                """{"model":"GigaChat-2-Max","messages":[{"role":"user","content":"Нарисуй кота"}],"function_call":"auto"}""",
                """
                {"choices":[{"message":{"content":"<img src=\"7f0c2f7e-0c7c-4c0c-8a43-1f1b1c1d2e3f\" fuse=\"true\"/> Вот кот.","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2-Max:2.0.28.2","usage":{"prompt_tokens":626,"completion_tokens":43,"total_tokens":669,"precached_prompt_tokens":0}}
                """
            )
        )
        {
            Model = "GigaChat-2-Max",
            Prompt = 626,
            Completion = 43,
            Cached = 0,
            Total = 669,
            Operation = UsageOperation.ImageGeneration,
            PromptLength = 12,
            ResponseLength = 70,
        },
        new(
            "v1 answer about the markup of a picture",
            new(
                Chat,
                Question,
                """
                {"choices":[{"message":{"content":"Пишите <img src=\"cat.png\"> и refuse=\"false\"","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":17,"completion_tokens":9,"total_tokens":26}}
                """
            )
        )
        {
            Prompt = 17,
            Completion = 9,
            Total = 26,
            PromptLength = 20,
            ResponseLength = 43,
        },
        new(
            "v1 answer of the topic filter",
            new(
                Chat,
                Question,
                """
                {"choices":[{"message":{"content":"Не люблю менять тему разговора.","role":"assistant"},"index":0,"finish_reason":"blacklist"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":17,"completion_tokens":9,"total_tokens":26}}
                """
            )
        )
        {
            Prompt = 17,
            Completion = 9,
            Total = 26,
            Outcome = UsageOutcome.Blocked,
            FinishReason = "blacklist",
            PromptLength = 20,
            ResponseLength = 31,
        },
        new(
            "v2 answer",
            new(
                ChatV2,
                """{"model":"GigaChat-3-Ultra","messages":[{"role":"user","content":[{"text":"Say "},{"text":"hello"}]}]}""",
                """
                {"model":"GigaChat-3-Ultra:32.3.18.5","created_at":1780321855,"messages":[{"role":"assistant","content":[{"text":"Hello"}]}],"finish_reason":"stop","usage":{"input_tokens":19,"input_tokens_details":{"prompt_tokens":19,"cached_tokens":0},"output_tokens":2,"total_tokens":21}}
                """
            )
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Prompt = 19,
            Completion = 2,
            Cached = 0,
            Total = 21,
            PromptLength = 9,
            ResponseLength = 5,
        },
        new(
            "v2 stream",
            new(
                ChatV2,
                """{"model":"GigaChat-3-Ultra","messages":[{"role":"user","content":[{"text":"Say hello"}]}],"stream":true}""",
                """
                event: response.message.delta
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"assistant","content":[{"text":"Hel"}]}]}

                event: response.tool.in_progress
                data: {"tool":"web_search"}

                event: response.message.delta
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","messages":[{"role":"assistant","content":[{"text":"lo"}]}]}

                event: response.message.done
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","finish_reason":"stop","usage":{"input_tokens":23767,"input_tokens_details":{"prompt_tokens":23767,"cached_tokens":5},"output_tokens":2,"total_tokens":23769}}


                """
            )
            {
                ContentType = "text/event-stream",
            }
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Prompt = 23767,
            Completion = 2,
            Cached = 5,
            Total = 23769,
            PromptLength = 9,
            ResponseLength = 5,
        },
        new(
            "v2 stream through a proxy: the words of v1 and an end mark",
            new(
                ChatV2,
                """{"model":"GigaChat-3-Ultra","messages":[{"role":"user","content":"Say hello"}],"stream":true}""",
                """
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","choices":[{"delta":{"content":"Hello"}}]}

                data: {"model":"GigaChat-3-Ultra:32.3.18.5","choices":[],"finish_reason":"stop","usage":{"prompt_tokens":19,"completion_tokens":2,"total_tokens":21,"prompt_tokens_details":{"cached_tokens":3}}}

                data: [DONE]

                """
            )
            {
                ContentType = "text/event-stream",
            }
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Prompt = 19,
            Completion = 2,
            Cached = 3,
            Total = 21,
            PromptLength = 9,
            ResponseLength = 5,
        },
        new(
            "v2 stream that ends in an error",
            new(
                ChatV2,
                """{"model":"GigaChat-3-Ultra","messages":[{"role":"user","content":[{"text":"Say hello"}]}],"stream":true}""",
                """
                event: response.message.done
                data: {"model":"GigaChat-3-Ultra:32.3.18.5","finish_reason":"error","usage":{"input_tokens":0,"output_tokens":0,"total_tokens":0}}


                """
            )
            {
                ContentType = "text/event-stream",
            }
        )
        {
            Model = "GigaChat-3-Ultra",
            ModelVersion = "32.3.18.5",
            Prompt = 0,
            Completion = 0,
            Total = 0,
            Outcome = UsageOutcome.Failed,
            FinishReason = "error",
            PromptLength = 9,
        },
        new(
            "v2 picture",
            new(
                ChatV2,
                """{"model":"GigaChat-2-Max","messages":[{"role":"user","content":[{"text":"Нарисуй кота"}]}],"tools":[{"image_generate":{}}]}""",
                """
                {"model":"GigaChat-2-Max:2.0.28.2","messages":[{"role":"assistant","content":[{"files":[{"id":"4a1b","mime":"image/jpeg","target":"image"}]}]}],"finish_reason":"stop","usage":{"input_tokens":999,"input_tokens_details":{"prompt_tokens":999,"cached_tokens":0},"output_tokens":40,"total_tokens":1039}}
                """
            )
        )
        {
            Model = "GigaChat-2-Max",
            Prompt = 999,
            Completion = 40,
            Cached = 0,
            Total = 1039,
            Operation = UsageOperation.ImageGeneration,
            PromptLength = 12,
        },
        new(
            "embeddings",
            new(
                "/api/v1/embeddings",
                """{"model":"Embeddings","input":["Первый текст","Second"]}""",
                """
                {"object":"list","data":[{"object":"embedding","embedding":[0.12,-3.5e-2,1],"index":0,"usage":{"prompt_tokens":7}},{"object":"embedding","embedding":[0.5],"index":1,"usage":{"prompt_tokens":6}}],"model":"Embeddings"}
                """
            )
        )
        {
            Model = "Embeddings",
            ModelVersion = null,
            Prompt = 13,
            Completion = 0,
            Total = 13,
            Operation = UsageOperation.Embedding,
            FinishReason = null,
            PromptLength = 18,
        },
        new(
            "embeddings in the shape of a gateway",
            new(
                "/v1/embeddings",
                """{"model":"Embeddings","input":"Second"}""",
                """
                {"data":[{"embedding":[0.5],"index":0}],"model":"Embeddings","usage":{"prompt_tokens":6,"total_tokens":6}}
                """
            )
        )
        {
            Model = "Embeddings",
            ModelVersion = null,
            Prompt = 6,
            Completion = 0,
            Total = 6,
            Operation = UsageOperation.Embedding,
            FinishReason = null,
            PromptLength = 6,
        },
        new(
            "threads stream, an increment in each chunk",
            new(
                "/api/v1/threads/messages/run",
                StreamedQuestion,
                """
                data: {"choices":[{"delta":{"content":"Восемь"},"index":0}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":17,"completion_tokens":4,"total_tokens":21}}

                data: {"choices":[{"delta":{"content":" ног."},"index":0}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":0,"completion_tokens":3,"total_tokens":3}}

                data: {"choices":[{"delta":{"content":""},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":0,"completion_tokens":1,"total_tokens":1}}

                data: [DONE]

                """
            )
            {
                ContentType = "text/event-stream",
            }
        )
        {
            Prompt = 17,
            Completion = 8,
            Total = 25,
            PromptLength = 20,
            ResponseLength = 11,
        },
        new(
            "check of authorship",
            new(
                "/api/v1/ai/check",
                """{"model":"GigaCheckDetection","input":"Текст"}""",
                """
                {"category":"human","characters":5,"tokens":42,"ai_intervals":[[0,5]]}
                """
            )
        )
        {
            Model = "GigaCheckDetection",
            ModelVersion = null,
            Prompt = 42,
            Completion = 0,
            Total = 42,
            Operation = UsageOperation.AiCheck,
            FinishReason = null,
            PromptLength = 5,
        },
        new(
            "check by the filter",
            new(
                "/api/v1/filter/check",
                """{"model":"GigaChat-2","input":"Текст"}""",
                """
                {"result":false,"usage":{"filter_tokens":8}}
                """
            )
        )
        {
            ModelVersion = null,
            Prompt = 8,
            Completion = 0,
            Total = 8,
            Operation = UsageOperation.FilterCheck,
            FinishReason = null,
            PromptLength = 5,
        },
        .. V2Fixtures.All,
        .. GatewayFixtures.All,
    ];
}
