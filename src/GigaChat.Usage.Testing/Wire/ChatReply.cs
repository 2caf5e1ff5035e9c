using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>The model's reply, independent of the version.</summary>
internal sealed record ChatReply
{
    public string Text { get; private init; } = "";

    public string FinishReason { get; private init; } = "stop";

    /// <summary>The reasoning of the model before it responds; empty without reasoning.</summary>
    public string Reasoning { get; private init; } = "";

    /// <summary>The file of the picture.</summary>
    public string? ImageId { get; private init; }

    /// <summary>The name of the function to call.</summary>
    public string? FunctionName { get; private init; }

    public JsonObject? FunctionArguments { get; private init; }

    public BilledTokens Tokens { get; private init; }

    public static ChatReply To(ChatPrompt prompt, Exchange exchange)
    {
        var backend = exchange.Backend;
        var reply = Compose(prompt, backend);
        if (reply.FinishReason is "error" or "function_call_error")
            return reply;
        if (prompt.Reasons || exchange.Model?.EndsWith("-Reasoning", StringComparison.Ordinal) == true)
            reply = reply with { Reasoning = Replies.ThoughtsOn(prompt.Last) };
        var cached = backend.PromptCache.Take(exchange.CallerSessionId, prompt.Messages);
        var reasoning = Tokenizer.Count(reply.Reasoning);
        var completion =
            reasoning
            + Tokenizer.Count(reply.Text)
            + (
                reply.FunctionName is { } name
                    ? Tokenizer.Count(name) + Tokenizer.Count(reply.FunctionArguments!.ToWire())
                    : 0
            )
            + Tokenizer.CompletionEnd;
        return reply with
        {
            Tokens = new BilledTokens(prompt.Tokens - cached, completion, cached) { Reasoning = reasoning },
        };
    }

    private static ChatReply Compose(ChatPrompt prompt, Backend backend)
    {
        if (
            prompt.HasDetailedFinishReasons
            && backend.Options.FinishReasons.FirstOrDefault(word =>
                prompt.Last.Contains(word.Key, StringComparison.OrdinalIgnoreCase)
            )
                is { Value: { } reason }
        )
            return new ChatReply
            {
                Text = reason is "error" or "function_call_error" ? "" : "Об этом говорить не буду.",
                FinishReason = reason,
            };

        if (backend.Options.BlockedWords.Any(word => prompt.Last.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return new ChatReply
            {
                Text = "Не люблю менять тему разговора, но вот сейчас тот самый случай.",
                FinishReason = "blacklist",
            };

        if (prompt.Function is { } function)
        {
            return new ChatReply
            {
                FunctionName = function.Text("name") ?? "function",
                FunctionArguments = FunctionSchema.Example(function["parameters"] as JsonObject),
                FinishReason = "function_call",
            };
        }

        if (prompt.Draws)
        {
            var id = Picture.IdOf(prompt.Last);
            backend.Files.Put(id, Picture.Of(prompt.Last), "image/jpg");
            return new ChatReply { ImageId = id, Text = $"<img src=\"{id}\" fuse=\"true\"/> - вот что получилось." };
        }

        var text = backend.Options.Reply(prompt.Last);
        return prompt.MaxTokens is { } limit && Tokenizer.Count(text) > limit
            ? new ChatReply { Text = Tokenizer.Cut(text, limit), FinishReason = "length" }
            : new ChatReply { Text = text };
    }
}
