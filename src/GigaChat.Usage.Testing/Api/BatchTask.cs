using System.Text.Json;
using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>Runs the tasks of batches: bills each, and creates its line of the result.</summary>
internal static class BatchTask
{
    /// <summary>Runs a task of GigaChat's format: an id and a request.</summary>
    /// <exception cref="ApiException">The line is none.</exception>
    public static JsonObject Run(Exchange exchange, string line, bool isEmbedder)
    {
        var task = Parse(line);
        if (task["request"] is not JsonObject request)
            throw new ApiException(400, "Bad request: a task has an id and a request");
        return new JsonObject
        {
            ["id"] = task.Text("id") ?? "",
            ["result"] = isEmbedder ? Embed(exchange, request) : Complete(exchange, request),
        };
    }

    /// <summary>Runs a task of OpenAI's format: a custom id, an address and a body.</summary>
    /// <exception cref="ApiException">The line is none.</exception>
    public static JsonObject RunOpenAi(Exchange exchange, string line)
    {
        var task = Parse(line);
        if (task["body"] is not JsonObject request || task.Text("url") is not { } url)
            throw new ApiException(400, "Bad request: a task has a url and a body");
        var body = url switch
        {
            _ when url.EndsWith("/embeddings", StringComparison.Ordinal) => Embed(exchange, request),
            _ when url.EndsWith("/responses", StringComparison.Ordinal) => Respond(exchange, request),
            _ => Complete(exchange, request),
        };
        return new JsonObject
        {
            ["id"] = $"batch_req_{Guid.CreateVersion7():N}",
            ["custom_id"] = task.Text("custom_id") ?? "",
            ["response"] = new JsonObject
            {
                ["status_code"] = 200,
                ["request_id"] = exchange.RequestId,
                ["body"] = body,
            },
            ["error"] = null,
        };
    }

    private static JsonObject Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject
                ?? throw new ApiException(400, "Bad request: a line is no object");
        }
        catch (JsonException)
        {
            throw new ApiException(400, "Bad request: a line is no JSON");
        }
    }

    private static JsonObject Complete(Exchange exchange, JsonObject request)
    {
        var model = ModelNames.WithoutBuild(request.Text("model") ?? "GigaChat");
        var reply = ChatReply.To(CompletionsV1.Prompt(request), exchange);
        Bill(exchange, model, reply.Tokens);
        return CompletionsV1.Completion(model, exchange.Created, reply);
    }

    private static JsonObject Respond(Exchange exchange, JsonObject request)
    {
        var model = ModelNames.WithoutBuild(request.Text("model") ?? "GigaChat");
        var reply = ChatReply.To(ResponsesApi.Prompt(request), exchange);
        Bill(exchange, model, reply.Tokens);
        return ResponsesApi.Response(exchange, model, reply);
    }

    private static JsonObject Embed(Exchange exchange, JsonObject request)
    {
        var model = ModelNames.WithoutBuild(request.Text("model") ?? "Embeddings");
        var (body, tokens) = Embeddings.Embed(model, request);
        Bill(exchange, model, new BilledTokens(tokens));
        return body;
    }

    private static void Bill(Exchange exchange, string model, BilledTokens tokens) =>
        exchange.Backend.Bill(exchange.Line(tokens) with { Model = model, IsBatch = true });
}
