using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary><c>POST /completions</c> of OpenAI-compatible gateways.</summary>
internal static class TextCompletions
{
    public static async Task AnswerAsync(Exchange exchange)
    {
        var request = await exchange.ReadJsonAsync().ConfigureAwait(false);
        var model = exchange.RequireModel("GigaChat");
        var prompts = request["prompt"].Texts();
        if (prompts.Count == 0)
            throw new ApiException(422, "Invalid params: prompt is required");

        var reply = ChatReply.To(
            new ChatPrompt { Messages = prompts, MaxTokens = request.Number("max_tokens") },
            exchange
        );
        if (request.Flag("stream"))
        {
            await StreamAsync(exchange, model, reply).ConfigureAwait(false);
            return;
        }

        var body = Chunk(exchange, model, reply.Text, GatewayWords.OfCompletions(reply));
        body["usage"] = CompletionsV1.Usage(reply.Tokens);
        await exchange.WriteJsonAsync(body, reply.Tokens).ConfigureAwait(false);
    }

    private static async Task StreamAsync(Exchange exchange, string model, ChatReply reply)
    {
        var stream = new EventStream(exchange);
        foreach (var piece in ReplyPieces.OfText(exchange, reply))
            await stream.SendAsync(Chunk(exchange, model, piece, finishReason: null)).ConfigureAwait(false);
        var end = Chunk(exchange, model, "", GatewayWords.OfCompletions(reply));
        end["usage"] = CompletionsV1.Usage(reply.Tokens);
        await stream.SendAsync(end, billed: reply.Tokens).ConfigureAwait(false);
        await stream.DoneAsync().ConfigureAwait(false);
    }

    private static JsonObject Chunk(Exchange exchange, string model, string text, string? finishReason) =>
        new()
        {
            ["id"] = $"cmpl-{exchange.RequestId}",
            ["object"] = "text_completion",
            ["created"] = exchange.Created,
            ["model"] = ModelNames.Answering(model),
            ["choices"] = new JsonArray(
                new JsonObject
                {
                    ["text"] = text,
                    ["index"] = 0,
                    ["finish_reason"] = finishReason,
                }
            ),
        };
}
