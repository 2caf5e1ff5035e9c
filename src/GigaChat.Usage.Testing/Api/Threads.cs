using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>
/// The assistants' API of 2024: runs of a thread, with streams that report the usage as an increment with every chunk.
/// </summary>
internal static class Threads
{
    public static bool IsRun(string endpoint) =>
        endpoint is "threads/run" or "threads/messages/run" or "threads/messages/rerun";

    public static Task ListAsync(Exchange exchange) =>
        exchange.WriteJsonAsync(new JsonObject { ["threads"] = new JsonArray() });

    public static async Task RunAsync(Exchange exchange)
    {
        var request = await exchange.ReadJsonAsync().ConfigureAwait(false);
        var model = exchange.RequireModel("GigaChat");
        var reply = ChatReply.To(CompletionsV1.Prompt(request), exchange);
        var thread = request.Text("thread_id") ?? Picture.IdOf(reply.Text);
        if (request.Flag("stream"))
        {
            await StreamAsync(exchange, model, thread, reply).ConfigureAwait(false);
            return;
        }

        var body = Envelope(exchange, model, thread);
        body["message"] = new JsonObject { ["role"] = "assistant", ["content"] = reply.Text };
        body["finish_reason"] = reply.FinishReason;
        body["usage"] = CompletionsV1.Usage(reply.Tokens);
        await exchange.WriteJsonAsync(body, reply.Tokens).ConfigureAwait(false);
    }

    private static async Task StreamAsync(Exchange exchange, string model, string thread, ChatReply reply)
    {
        var stream = new EventStream(exchange);
        var told = default(BilledTokens);
        foreach (var piece in ReplyPieces.OfText(exchange, reply))
        {
            var delta = new JsonObject { ["role"] = "assistant", ["content"] = piece };
            await stream
                .SendAsync(Chunk(exchange, model, thread, delta, Increment(told, exchange.Generated)))
                .ConfigureAwait(false);
            told = exchange.Generated;
        }

        var last = Chunk(
            exchange,
            model,
            thread,
            new JsonObject { ["content"] = "" },
            Increment(told, reply.Tokens),
            reply.FinishReason
        );
        await stream.SendAsync(last, billed: reply.Tokens).ConfigureAwait(false);
        await stream.DoneAsync().ConfigureAwait(false);
    }

    private static BilledTokens Increment(BilledTokens told, BilledTokens now) =>
        new(now.Prompt - told.Prompt, now.Completion - told.Completion, now.Cached - told.Cached);

    private static JsonObject Chunk(
        Exchange exchange,
        string model,
        string thread,
        JsonObject delta,
        BilledTokens increment,
        string? finishReason = null
    )
    {
        var choice = new JsonObject { ["delta"] = delta, ["index"] = 0 };
        if (finishReason is not null)
            choice["finish_reason"] = finishReason;
        var chunk = Envelope(exchange, model, thread);
        chunk["choices"] = new JsonArray(choice);
        chunk["usage"] = CompletionsV1.Usage(increment);
        return chunk;
    }

    private static JsonObject Envelope(Exchange exchange, string model, string thread) =>
        new()
        {
            ["object"] = "thread.message",
            ["model"] = ModelNames.Answering(model),
            ["thread_id"] = thread,
            ["message_id"] = exchange.RequestId,
            ["created"] = exchange.Created,
        };
}
