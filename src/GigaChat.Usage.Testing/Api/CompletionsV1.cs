using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary><c>POST /v1/chat/completions</c>, as JSON and as a stream.</summary>
internal static class CompletionsV1
{
    public static async Task AnswerAsync(Exchange exchange)
    {
        var request = await exchange.ReadJsonAsync().ConfigureAwait(false);
        var model = exchange.RequireModel("GigaChat");
        var reply = ChatReply.To(Prompt(request), exchange);
        if (request.Flag("stream"))
            await StreamAsync(exchange, model, reply).ConfigureAwait(false);
        else
            await exchange
                .WriteJsonAsync(Completion(model, exchange.Created, reply), reply.Tokens)
                .ConfigureAwait(false);
    }

    /// <exception cref="ApiException">The request has no messages.</exception>
    public static ChatPrompt Prompt(JsonObject request)
    {
        var messages = request.Objects("messages").ToList();
        if (messages.Count == 0)
            throw new ApiException(422, "Invalid params: messages is required");
        var functions = request.Objects("functions").ToList();
        var mode = request["function_call"];
        var forced = (mode as JsonObject)?.Text("name");
        var isAuto =
            mode is JsonValue value
            && value.TryGetValue<string>(out var text)
            && string.Equals(text, "auto", StringComparison.Ordinal);
        return new ChatPrompt
        {
            Messages = [.. messages.Select(static message => string.Concat(message["content"].Texts()))],
            FurtherTokens =
                functions.Sum(static function => Tokenizer.Count(function.ToWire()))
                + (
                    messages.Sum(static message => (message["attachments"] as JsonArray)?.Count ?? 0)
                    * Tokenizer.AttachedFile
                ),
            CanDraw = isAuto,
            MustDraw = forced is "text2image",
            Function = functions.Find(function =>
                forced is not null && string.Equals(function.Text("name"), forced, StringComparison.Ordinal)
            ) ?? (isAuto && messages[^1].Text("role") is "user" ? functions.FirstOrDefault() : null),
            MaxTokens = request.Number("max_tokens") ?? request.Number("max_completion_tokens"),
            Reasons = request.Text("reasoning_effort") is not null,
        };
    }

    public static JsonObject Completion(string model, long created, ChatReply reply) =>
        new()
        {
            ["choices"] = new JsonArray(
                new JsonObject
                {
                    ["message"] = Message(reply),
                    ["index"] = 0,
                    ["finish_reason"] = reply.FinishReason,
                }
            ),
            ["created"] = created,
            ["model"] = ModelNames.Answering(model),
            ["object"] = "chat.completion",
            ["usage"] = Usage(reply.Tokens),
        };

    public static JsonObject Usage(BilledTokens tokens)
    {
        var usage = new JsonObject
        {
            ["prompt_tokens"] = tokens.Prompt,
            ["completion_tokens"] = tokens.Completion,
            ["total_tokens"] = tokens.Total,
            ["precached_prompt_tokens"] = tokens.Cached,
        };
        if (tokens.Reasoning > 0)
            usage["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = tokens.Reasoning };
        return usage;
    }

    private static JsonObject Message(ChatReply reply)
    {
        var message = new JsonObject { ["content"] = reply.Text, ["role"] = "assistant" };
        if (reply.Reasoning.Length > 0)
            message["reasoning_content"] = reply.Reasoning;
        if (reply.FunctionName is { } function)
        {
            message["function_call"] = new JsonObject
            {
                ["name"] = function,
                ["arguments"] = reply.FunctionArguments!.DeepClone(),
            };
            message["functions_state_id"] = Picture.IdOf(function);
        }

        return message;
    }

    private static async Task StreamAsync(Exchange exchange, string model, ChatReply reply)
    {
        var stream = new EventStream(exchange);
        if (reply.ImageId is not null)
        {
            var working = new JsonObject
            {
                ["content"] = "Рисую, осталось 20 секунд",
                ["role"] = "function_in_progress",
                ["name"] = "text2image",
            };
            await stream.SendAsync(Chunk(exchange, model, working)).ConfigureAwait(false);
        }

        foreach (var thought in ReplyPieces.OfReasoning(exchange, reply))
            await stream
                .SendAsync(Chunk(exchange, model, new JsonObject { ["reasoning_content"] = thought }))
                .ConfigureAwait(false);

        var isFirst = true;
        foreach (var piece in ReplyPieces.OfText(exchange, reply))
        {
            var delta = new JsonObject { ["content"] = piece };
            if (isFirst)
                delta["role"] = "assistant";
            isFirst = false;
            await stream.SendAsync(Chunk(exchange, model, delta)).ConfigureAwait(false);
        }

        var last = reply.FunctionName is null ? new JsonObject { ["content"] = "" } : Message(reply);
        var end = Chunk(exchange, model, last, reply.FinishReason);
        end["usage"] = Usage(reply.Tokens);
        await stream.SendAsync(end, billed: reply.Tokens).ConfigureAwait(false);
        await stream.DoneAsync().ConfigureAwait(false);
    }

    private static JsonObject Chunk(Exchange exchange, string model, JsonObject delta, string? finishReason = null)
    {
        var choice = new JsonObject { ["delta"] = delta, ["index"] = 0 };
        if (finishReason is not null)
            choice["finish_reason"] = finishReason;
        return new JsonObject
        {
            ["choices"] = new JsonArray(choice),
            ["created"] = exchange.Created,
            ["model"] = ModelNames.Answering(model),
            ["object"] = "chat.completion",
        };
    }
}
