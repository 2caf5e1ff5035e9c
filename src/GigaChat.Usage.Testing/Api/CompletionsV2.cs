using System.Text.Json.Nodes;

namespace GigaChat.Usage;

/// <summary><c>POST /v2/chat/completions</c>, as JSON and as a stream of named events, which has no <c>[DONE]</c>.</summary>
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
            FurtherTokens = tools.Sum(static tool => Tokenizer.Count(tool.ToWire()))
                + (messages.Sum(Files) * Tokenizer.AttachedFile),
            CanDraw = tools.Exists(static tool => tool.ContainsKey("image_generate")),
            MaxTokens = request.Number("max_tokens") ?? (request["model_options"] as JsonObject)?.Number("max_tokens"),
        };
    }

    private static int Files(JsonObject message) => message.Objects("content").Sum(static part => (part["files"] as JsonArray)?.Count ?? 0);

    private static JsonObject Content(ChatReply reply) => reply.ImageId is { } id
        ? new JsonObject { ["files"] = new JsonArray(new JsonObject { ["id"] = id, ["mime"] = "image/jpeg", ["target"] = "image" }) }
        : new JsonObject { ["text"] = reply.Text };

    private static JsonObject Usage(BilledTokens tokens) => new()
    {
        ["input_tokens"] = tokens.Prompt,
        ["input_tokens_details"] = new JsonObject { ["prompt_tokens"] = tokens.Prompt, ["cached_tokens"] = tokens.Cached },
        ["output_tokens"] = tokens.Completion,
        ["total_tokens"] = tokens.Total,
    };

    private static async Task StreamAsync(Exchange exchange, string model, ChatReply reply)
    {
        var stream = new EventStream(exchange);
        if (reply.ImageId is not null)
        {
            foreach (var step in (string[])[ToolInProgress, ToolCompleted])
                await stream.SendAsync(new JsonObject { ["tool"] = new JsonObject { ["name"] = "image_generate" } }, step).ConfigureAwait(false);
            await stream.SendAsync(Envelope(exchange, model, Content(reply)), Delta).ConfigureAwait(false);
        }
        else
        {
            var sent = 0;
            foreach (var piece in TextPieces.Of(reply.Text, exchange.Backend.Options.CharactersPerChunk))
            {
                sent += piece.Length;
                exchange.Generated = reply.Tokens with { Completion = Tokenizer.Count(reply.Text.AsSpan(0, sent)) };
                await stream.SendAsync(Envelope(exchange, model, new JsonObject { ["text"] = piece }), Delta).ConfigureAwait(false);
            }
        }

        var end = Envelope(exchange, model, content: null);
        end["finish_reason"] = reply.FinishReason;
        end["usage"] = Usage(reply.Tokens);
        await stream.SendAsync(end, Done, reply.Tokens).ConfigureAwait(false);
        await stream.EndAsync().ConfigureAwait(false);
    }

    private static JsonObject Envelope(Exchange exchange, string model, JsonObject? content)
    {
        var body = new JsonObject { ["model"] = ModelNames.Answering(model), ["created_at"] = exchange.Created };
        if (content is not null)
            body["messages"] = new JsonArray(new JsonObject { ["role"] = "assistant", ["content"] = new JsonArray(content) });
        return body;
    }
}
