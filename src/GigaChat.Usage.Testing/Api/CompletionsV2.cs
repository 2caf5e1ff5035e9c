using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary><c>POST /v2/chat/completions</c>, as JSON and as a stream of named events, which has no
/// <c>[DONE]</c>.</summary>
internal static class CompletionsV2
{
    private const string Delta = "response.message.delta";
    private const string Done = "response.message.done";
    private const string ToolInProgress = "response.tool.in_progress";
    private const string ToolCompleted = "response.tool.completed";

    public static async Task AnswerAsync(Exchange exchange)
    {
        var request = await exchange.ReadJsonAsync().ConfigureAwait(false);
        var model = exchange.RequireModel("GigaChat-3-Ultra");
        var reply = ChatReply.To(Prompt(request), exchange);
        if (request.Flag("stream"))
        {
            await StreamAsync(exchange, model, reply).ConfigureAwait(false);
            return;
        }

        var body = Envelope(exchange, model, Content(reply));
        if (reply.Reasoning.Length > 0)
            ((JsonArray)body["messages"]!).Insert(
                0,
                Message("reasoning", new JsonObject { ["text"] = reply.Reasoning })
            );
        body["finish_reason"] = reply.FinishReason;
        body["usage"] = Usage(reply.Tokens);
        await exchange.WriteJsonAsync(body, reply.Tokens).ConfigureAwait(false);
    }

    private static ChatPrompt Prompt(JsonObject request)
    {
        var messages = request.Objects("messages").ToList();
        if (messages.Count == 0)
            throw new ApiException(422, "Invalid params: messages is required");
        var tools = request.Objects("tools").ToList();
        return new ChatPrompt
        {
            Messages = [.. messages.Select(static message => string.Concat(message["content"].Texts()))],
            FurtherTokens =
                tools.Sum(static tool => Tokenizer.Count(tool.ToWire()))
                + (messages.Sum(Files) * Tokenizer.AttachedFile),
            Reasons =
                ((request["model_options"] as JsonObject)?["reasoning"] as JsonObject)?.Text("effort") is not null,
            HasDetailedFinishReasons = true,
            CanDraw = tools.Exists(static tool => tool.ContainsKey("image_generate")),
            MaxTokens = request.Number("max_tokens") ?? (request["model_options"] as JsonObject)?.Number("max_tokens"),
        };
    }

    private static int Files(JsonObject message) =>
        message.Objects("content").Sum(static part => (part["files"] as JsonArray)?.Count ?? 0);

    private static JsonObject Content(ChatReply reply) =>
        reply.ImageId is { } id
            ? new JsonObject
            {
                ["files"] = new JsonArray(
                    new JsonObject
                    {
                        ["id"] = id,
                        ["mime"] = "image/jpeg",
                        ["target"] = "image",
                    }
                ),
            }
            : new JsonObject { ["text"] = reply.Text };

    private static JsonObject Usage(BilledTokens tokens)
    {
        var usage = new JsonObject
        {
            ["input_tokens"] = tokens.Prompt,
            ["input_tokens_details"] = new JsonObject
            {
                ["prompt_tokens"] = tokens.Prompt,
                ["cached_tokens"] = tokens.Cached,
            },
            ["output_tokens"] = tokens.Completion,
            ["total_tokens"] = tokens.Total,
        };
        if (tokens.Reasoning > 0)
            usage["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = tokens.Reasoning };
        return usage;
    }

    private static async Task StreamAsync(Exchange exchange, string model, ChatReply reply)
    {
        var stream = new EventStream(exchange);
        if (reply.ImageId is not null)
        {
            foreach (var step in (string[])[ToolInProgress, ToolCompleted])
                await stream.SendAsync(Envelope(exchange, model, ToolExecution(step)), step).ConfigureAwait(false);
            await stream.SendAsync(Envelope(exchange, model, Content(reply)), Delta).ConfigureAwait(false);
        }
        else
        {
            foreach (var thought in ReplyPieces.OfReasoning(exchange, reply))
                await stream
                    .SendAsync(Envelope(exchange, model, new JsonObject { ["text"] = thought }, "reasoning"), Delta)
                    .ConfigureAwait(false);
            foreach (var piece in ReplyPieces.OfText(exchange, reply))
            {
                await stream
                    .SendAsync(Envelope(exchange, model, new JsonObject { ["text"] = piece }), Delta)
                    .ConfigureAwait(false);
            }
        }

        var end = Envelope(exchange, model, content: null);
        end["finish_reason"] = reply.FinishReason;
        end["usage"] = Usage(reply.Tokens);
        await stream.SendAsync(end, Done, reply.Tokens).ConfigureAwait(false);
        await stream.EndAsync().ConfigureAwait(false);
    }

    private static JsonObject ToolExecution(string step) =>
        new()
        {
            ["tool_execution"] = new JsonObject
            {
                ["name"] = "image_generate",
                ["status"] = string.Equals(step, ToolCompleted, StringComparison.Ordinal) ? "success" : "running",
            },
        };

    private static JsonObject Message(string role, JsonObject content) =>
        new() { ["role"] = role, ["content"] = new JsonArray(content) };

    private static JsonObject Envelope(Exchange exchange, string model, JsonObject? content, string role = "assistant")
    {
        var body = new JsonObject { ["model"] = ModelNames.Answering(model), ["created_at"] = exchange.Created };
        if (content is not null)
            body["messages"] = new JsonArray(Message(role, content));
        return body;
    }
}
