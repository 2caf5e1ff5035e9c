using System.Text;
using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>
/// <c>POST /models/{model}:generateContent</c> and <c>:streamGenerateContent</c> of gateways with Google's API: events
/// with <c>alt=sse</c>, one array without.
/// </summary>
internal static class GenerateContent
{
    private const string Prefix = "models/";
    private const string Whole = ":generateContent";
    private const string Streamed = ":streamGenerateContent";

    public static bool IsCall(string endpoint) =>
        endpoint.StartsWith(Prefix, StringComparison.Ordinal)
        && (
            endpoint.EndsWith(Whole, StringComparison.Ordinal) || endpoint.EndsWith(Streamed, StringComparison.Ordinal)
        );

    public static async Task AnswerAsync(Exchange exchange)
    {
        var endpoint = exchange.Route.Endpoint;
        var request = await exchange.ReadJsonAsync().ConfigureAwait(false);
        exchange.Model = ModelNames.WithoutBuild(endpoint[Prefix.Length..endpoint.LastIndexOf(':')]);
        var model = exchange.RequireModel("GigaChat");
        var reply = ChatReply.To(Prompt(request), exchange);
        if (!endpoint.EndsWith(Streamed, StringComparison.Ordinal))
            await exchange.WriteJsonAsync(Last(model, reply, Parts(reply)), reply.Tokens).ConfigureAwait(false);
        else if (exchange.Http.Request.Query["alt"].ToString() is "sse")
            await StreamEventsAsync(exchange, model, reply).ConfigureAwait(false);
        else
            await StreamArrayAsync(exchange, model, reply).ConfigureAwait(false);
    }

    private static ChatPrompt Prompt(JsonObject request)
    {
        var contents = request.Objects("contents").ToList();
        if (contents.Count == 0)
            throw new ApiException(422, "Invalid params: contents is required");
        var system = string.Concat((request["systemInstruction"] as JsonObject)?["parts"].Texts() ?? []);
        var texts = contents.Select(static content => string.Concat(content["parts"].Texts()));
        var limits = request["generationConfig"] as JsonObject;
        var functions = request
            .Objects("tools")
            .SelectMany(static tool => tool.Objects("functionDeclarations"))
            .ToList();
        return new ChatPrompt
        {
            Messages = system.Length > 0 ? [system, .. texts] : [.. texts],
            FurtherTokens = functions.Sum(static function => Tokenizer.Count(function.ToWire())),
            Function = contents[^1].Text("role") is "user" or null ? functions.FirstOrDefault() : null,
            MaxTokens = limits?.Number("maxOutputTokens"),
            Reasons = limits?["thinkingConfig"] is JsonObject,
        };
    }

    private static JsonArray Parts(ChatReply reply)
    {
        var parts = new JsonArray();
        if (reply.Reasoning.Length > 0)
            parts.Add(Thought(reply.Reasoning));
        parts.Add(
            reply.FunctionName is { } function
                ? new JsonObject
                {
                    ["functionCall"] = new JsonObject
                    {
                        ["name"] = function,
                        ["args"] = reply.FunctionArguments!.DeepClone(),
                    },
                }
                : new JsonObject { ["text"] = reply.Text }
        );
        return parts;
    }

    private static JsonObject Thought(string text) => new() { ["text"] = text, ["thought"] = true };

    private static JsonObject Usage(BilledTokens tokens)
    {
        var usage = new JsonObject
        {
            ["promptTokenCount"] = tokens.Prompt,
            ["candidatesTokenCount"] = tokens.Completion - tokens.Reasoning,
            ["totalTokenCount"] = tokens.Total,
            ["cachedContentTokenCount"] = tokens.Cached,
        };
        if (tokens.Reasoning > 0)
            usage["thoughtsTokenCount"] = tokens.Reasoning;
        return usage;
    }

    private static JsonObject Chunk(string model, JsonArray parts, BilledTokens tokens) =>
        new()
        {
            ["candidates"] = new JsonArray(
                new JsonObject
                {
                    ["content"] = new JsonObject { ["parts"] = parts, ["role"] = "model" },
                    ["index"] = 0,
                }
            ),
            ["usageMetadata"] = Usage(tokens),
            ["modelVersion"] = ModelNames.Answering(model),
        };

    private static JsonObject Last(string model, ChatReply reply, JsonArray parts)
    {
        var chunk = Chunk(model, parts, reply.Tokens);
        chunk["candidates"]![0]!["finishReason"] = GatewayWords.OfGoogle(reply);
        return chunk;
    }

    /// <summary>Gets the documents of a stream; the last one has the finish reason.</summary>
    private static IEnumerable<(JsonObject Document, BilledTokens? Billed)> Documents(
        Exchange exchange,
        string model,
        ChatReply reply
    )
    {
        foreach (var thought in ReplyPieces.OfReasoning(exchange, reply))
            yield return (Chunk(model, [Thought(thought)], exchange.Generated), null);
        if (reply.FunctionName is null)
        {
            foreach (var piece in ReplyPieces.OfText(exchange, reply))
                yield return (Chunk(model, [new JsonObject { ["text"] = piece }], exchange.Generated), null);
        }

        var parts = reply.FunctionName is null ? [new JsonObject { ["text"] = "" }] : Parts(reply);
        yield return (Last(model, reply, parts), reply.Tokens);
    }

    private static async Task StreamEventsAsync(Exchange exchange, string model, ChatReply reply)
    {
        var stream = new EventStream(exchange);
        foreach (var (document, billed) in Documents(exchange, model, reply))
            await stream.SendAsync(document, billed: billed).ConfigureAwait(false);
        await stream.EndAsync().ConfigureAwait(false);
    }

    private static async Task StreamArrayAsync(Exchange exchange, string model, ChatReply reply)
    {
        exchange.IsStream = true;
        exchange.Http.Response.ContentType = "application/json; charset=utf-8";
        var start = "[";
        foreach (var (document, billed) in Documents(exchange, model, reply))
        {
            await exchange.WriteAsync(Encoding.UTF8.GetBytes(start + document.ToWire()), billed).ConfigureAwait(false);
            start = ",\r\n";
        }

        await exchange.WriteAsync("]"u8.ToArray()).ConfigureAwait(false);
        await exchange.EndAsync().ConfigureAwait(false);
    }
}
