using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>
/// <c>POST /messages</c> of gateways with Anthropic's API: no total, and a stream with cumulative counts.
/// </summary>
internal static class MessagesApi
{
    public static async Task AnswerAsync(Exchange exchange)
    {
        var request = await exchange.ReadJsonAsync().ConfigureAwait(false);
        var model = exchange.RequireModel("GigaChat");
        var reply = ChatReply.To(Prompt(request), exchange);
        if (request.Flag("stream"))
        {
            await StreamAsync(exchange, model, reply).ConfigureAwait(false);
            return;
        }

        var body = Message(exchange, model, [.. Blocks(reply)]);
        body["stop_reason"] = GatewayWords.OfAnthropic(reply);
        body["usage"] = Usage(reply.Tokens, reply.Tokens.Completion);
        await exchange.WriteJsonAsync(body, reply.Tokens).ConfigureAwait(false);
    }

    private static ChatPrompt Prompt(JsonObject request)
    {
        var messages = request.Objects("messages").ToList();
        if (messages.Count == 0)
            throw new ApiException(422, "Invalid params: messages is required");
        var tools = request.Objects("tools").ToList();
        var system = string.Concat(request["system"].Texts());
        var texts = messages.Select(static message => string.Concat(message["content"].Texts()));
        return new ChatPrompt
        {
            Messages = system.Length > 0 ? [system, .. texts] : [.. texts],
            FurtherTokens = tools.Sum(static tool => Tokenizer.Count(tool.ToWire())),
            Function =
                tools.Count > 0 && string.Concat(messages[^1]["content"].Texts()).Length > 0
                    ? AsFunction(tools[0])
                    : null,
            MaxTokens = request.Number("max_tokens"),
            Reasons = (request["thinking"] as JsonObject)?.Text("type") is "enabled",
        };
    }

    private static JsonObject AsFunction(JsonObject tool) =>
        new() { ["name"] = tool.Text("name"), ["parameters"] = tool["input_schema"]?.DeepClone() };

    private static JsonObject Usage(BilledTokens tokens, long completion) =>
        new()
        {
            ["input_tokens"] = tokens.Prompt,
            ["cache_creation_input_tokens"] = 0,
            ["cache_read_input_tokens"] = tokens.Cached,
            ["output_tokens"] = completion,
        };

    private static JsonObject Message(Exchange exchange, string model, JsonArray content) =>
        new()
        {
            ["id"] = $"msg_{exchange.RequestId}",
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = ModelNames.Answering(model),
            ["content"] = content,
            ["stop_reason"] = null,
            ["stop_sequence"] = null,
        };

    private static IEnumerable<JsonObject> Blocks(ChatReply reply)
    {
        if (reply.Reasoning.Length > 0)
            yield return new JsonObject
            {
                ["type"] = "thinking",
                ["thinking"] = reply.Reasoning,
                ["signature"] = "",
            };
        yield return reply.FunctionName is { } function
            ? new JsonObject
            {
                ["type"] = "tool_use",
                ["id"] = Picture.IdOf(function),
                ["name"] = function,
                ["input"] = reply.FunctionArguments!.DeepClone(),
            }
            : new JsonObject { ["type"] = "text", ["text"] = reply.Text };
    }

    private static async Task StreamAsync(Exchange exchange, string model, ChatReply reply)
    {
        var stream = new EventStream(exchange);
        exchange.Generated = reply.Tokens with { Completion = 0, Reasoning = 0 };
        var start = Message(exchange, model, []);
        start["usage"] = Usage(reply.Tokens, completion: 1);
        await SendAsync(stream, "message_start", new() { ["message"] = start }).ConfigureAwait(false);

        var index = 0;
        if (reply.Reasoning.Length > 0)
        {
            var pieces = ReplyPieces
                .OfReasoning(exchange, reply)
                .Select(static piece => new JsonObject { ["type"] = "thinking_delta", ["thinking"] = piece });
            await SendBlockAsync(stream, index++, new() { ["type"] = "thinking", ["thinking"] = "" }, pieces)
                .ConfigureAwait(false);
        }

        if (reply.FunctionName is { } function)
        {
            var block = new JsonObject
            {
                ["type"] = "tool_use",
                ["id"] = Picture.IdOf(function),
                ["name"] = function,
                ["input"] = new JsonObject(),
            };
            var delta = new JsonObject
            {
                ["type"] = "input_json_delta",
                ["partial_json"] = reply.FunctionArguments!.ToWire(),
            };
            await SendBlockAsync(stream, index, block, [delta]).ConfigureAwait(false);
        }
        else
        {
            var pieces = ReplyPieces
                .OfText(exchange, reply)
                .Select(static piece => new JsonObject { ["type"] = "text_delta", ["text"] = piece });
            await SendBlockAsync(stream, index, new() { ["type"] = "text", ["text"] = "" }, pieces)
                .ConfigureAwait(false);
        }

        var end = new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = GatewayWords.OfAnthropic(reply), ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = reply.Tokens.Completion },
        };
        await SendAsync(stream, "message_delta", end, reply.Tokens).ConfigureAwait(false);
        await SendAsync(stream, "message_stop", []).ConfigureAwait(false);
        await stream.EndAsync().ConfigureAwait(false);
    }

    private static async Task SendBlockAsync(
        EventStream stream,
        int index,
        JsonObject block,
        IEnumerable<JsonObject> deltas
    )
    {
        await SendAsync(stream, "content_block_start", new() { ["index"] = index, ["content_block"] = block })
            .ConfigureAwait(false);
        foreach (var delta in deltas)
            await SendAsync(stream, "content_block_delta", new() { ["index"] = index, ["delta"] = delta })
                .ConfigureAwait(false);
        await SendAsync(stream, "content_block_stop", new() { ["index"] = index }).ConfigureAwait(false);
    }

    private static Task SendAsync(EventStream stream, string name, JsonObject data, BilledTokens? billed = null)
    {
        data.Insert(0, "type", name);
        return stream.SendAsync(data, name, billed);
    }
}
