using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary><c>POST /responses</c> of OpenAI-compatible gateways.</summary>
internal static class ResponsesApi
{
    public static async Task AnswerAsync(Exchange exchange)
    {
        var request = await exchange.ReadJsonAsync().ConfigureAwait(false);
        var model = exchange.RequireModel("GigaChat");
        var reply = ChatReply.To(Prompt(request), exchange);
        if (request.Flag("stream"))
            await StreamAsync(exchange, model, reply).ConfigureAwait(false);
        else
            await exchange.WriteJsonAsync(Response(exchange, model, reply), reply.Tokens).ConfigureAwait(false);
    }

    /// <summary>Creates a finished response.</summary>
    public static JsonObject Response(Exchange exchange, string model, ChatReply reply)
    {
        var incomplete = GatewayWords.IncompleteReason(reply);
        var body = Envelope(exchange, model, incomplete is null ? "completed" : "incomplete", Output(exchange, reply));
        body["incomplete_details"] = incomplete is null ? null : new JsonObject { ["reason"] = incomplete };
        body["usage"] = Usage(reply.Tokens);
        return body;
    }

    /// <exception cref="ApiException">The request has no input.</exception>
    public static ChatPrompt Prompt(JsonObject request)
    {
        List<string> messages = [.. request["instructions"].Texts()];
        var items = request.Objects("input").ToList();
        if (request.Text("input") is { } text)
            messages.Add(text);
        messages.AddRange(items.Select(static item => string.Concat((item["content"] ?? item["output"]).Texts())));
        if (messages.Count == 0)
            throw new ApiException(422, "Invalid params: input is required");

        var tools = request.Objects("tools").ToList();
        var isAsked = items.Count == 0 || items[^1].Text("role") is "user";
        return new ChatPrompt
        {
            Messages = messages,
            FurtherTokens = tools.Sum(static tool => Tokenizer.Count(tool.ToWire())),
            Function = isAsked ? tools.Find(static tool => tool.Text("type") is "function") : null,
            MaxTokens = request.Number("max_output_tokens"),
            Reasons = (request["reasoning"] as JsonObject)?.Text("effort") is not null,
        };
    }

    private static JsonObject Usage(BilledTokens tokens) =>
        new()
        {
            ["input_tokens"] = tokens.Prompt,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = tokens.Cached },
            ["output_tokens"] = tokens.Completion,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = tokens.Reasoning },
            ["total_tokens"] = tokens.Total,
        };

    private static JsonArray Output(Exchange exchange, ChatReply reply)
    {
        var output = new JsonArray();
        if (reply.Reasoning.Length > 0)
        {
            output.Add(
                new JsonObject
                {
                    ["type"] = "reasoning",
                    ["id"] = $"rs_{exchange.RequestId}",
                    ["summary"] = new JsonArray(
                        new JsonObject { ["type"] = "summary_text", ["text"] = reply.Reasoning }
                    ),
                }
            );
        }

        output.Add(
            reply.FunctionName is { } function
                ? FunctionCall(exchange, reply, function)
                : Message(exchange, "completed", reply.Text)
        );
        return output;
    }

    private static JsonObject FunctionCall(Exchange exchange, ChatReply reply, string function) =>
        new()
        {
            ["type"] = "function_call",
            ["id"] = $"fc_{exchange.RequestId}",
            ["call_id"] = Picture.IdOf(function),
            ["status"] = "completed",
            ["name"] = function,
            ["arguments"] = reply.FunctionArguments!.ToWire(),
        };

    private static JsonObject Message(Exchange exchange, string status, string? text) =>
        new()
        {
            ["type"] = "message",
            ["id"] = $"msg_{exchange.RequestId}",
            ["status"] = status,
            ["role"] = "assistant",
            ["content"] = text is null ? [] : new JsonArray(Part(text)),
        };

    private static JsonObject Part(string text) =>
        new()
        {
            ["type"] = "output_text",
            ["text"] = text,
            ["annotations"] = new JsonArray(),
        };

    private static JsonObject Envelope(Exchange exchange, string model, string status, JsonArray output) =>
        new()
        {
            ["id"] = $"resp_{exchange.RequestId}",
            ["object"] = "response",
            ["created_at"] = exchange.Created,
            ["status"] = status,
            ["error"] = null,
            ["incomplete_details"] = null,
            ["instructions"] = null,
            ["model"] = ModelNames.Answering(model),
            ["output"] = output,
            ["parallel_tool_calls"] = true,
            ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
            ["tool_choice"] = "auto",
            ["tools"] = new JsonArray(),
            ["usage"] = null,
            ["metadata"] = new JsonObject(),
        };

    private static async Task StreamAsync(Exchange exchange, string model, ChatReply reply)
    {
        var stream = new NumberedEvents(exchange);
        await stream
            .SendAsync("response.created", new() { ["response"] = Envelope(exchange, model, "in_progress", []) })
            .ConfigureAwait(false);
        foreach (var thought in ReplyPieces.OfReasoning(exchange, reply))
            await stream
                .SendAsync("response.reasoning_summary_text.delta", Delta(exchange, "rs", thought, "summary_index"))
                .ConfigureAwait(false);

        if (reply.FunctionName is { } function)
        {
            var call = FunctionCall(exchange, reply, function);
            await stream.SendAsync("response.output_item.added", Item(call)).ConfigureAwait(false);
            await stream
                .SendAsync(
                    "response.function_call_arguments.delta",
                    Delta(exchange, "fc", call.Text("arguments")!, index: null)
                )
                .ConfigureAwait(false);
            await stream.SendAsync("response.output_item.done", Item(call)).ConfigureAwait(false);
        }
        else
        {
            await stream
                .SendAsync("response.output_item.added", Item(Message(exchange, "in_progress", text: null)))
                .ConfigureAwait(false);
            foreach (var piece in ReplyPieces.OfText(exchange, reply))
                await stream
                    .SendAsync("response.output_text.delta", Delta(exchange, "msg", piece, "content_index"))
                    .ConfigureAwait(false);
            await stream
                .SendAsync("response.output_item.done", Item(Message(exchange, "completed", reply.Text)))
                .ConfigureAwait(false);
        }

        var body = Response(exchange, model, reply);
        await stream
            .SendAsync($"response.{body.Text("status")}", new() { ["response"] = body }, reply.Tokens)
            .ConfigureAwait(false);
        await stream.EndAsync().ConfigureAwait(false);
    }

    private static JsonObject Item(JsonObject item) => new() { ["output_index"] = 0, ["item"] = item.DeepClone() };

    private static JsonObject Delta(Exchange exchange, string kind, string text, string? index)
    {
        var delta = new JsonObject { ["item_id"] = $"{kind}_{exchange.RequestId}", ["output_index"] = 0 };
        if (index is not null)
            delta[index] = 0;
        delta["delta"] = text;
        return delta;
    }
}
