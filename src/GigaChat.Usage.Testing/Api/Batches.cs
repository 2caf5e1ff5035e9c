using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GigaChat.Usage;

/// <summary><c>POST /batches</c> runs a batch at once and bills its tasks; <c>GET /batches</c> names the file with the results.</summary>
internal sealed class Batches
{
    private readonly ConcurrentDictionary<string, JsonObject> _batches = new(StringComparer.Ordinal);

    public static async Task CreateAsync(Exchange exchange)
    {
        var results = new List<string>();
        using var reader = new StreamReader(exchange.Http.Request.Body);
        while (await reader.ReadLineAsync(exchange.Http.RequestAborted).ConfigureAwait(false) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
                results.Add(Run(exchange, line).ToWire());
        }

        if (results.Count == 0)
            throw new ApiException(400, "Bad request: a line for each task is expected");

        var now = exchange.Backend.Options.TimeProvider.GetUtcNow();
        var batch = new JsonObject
        {
            ["id"] = Guid.CreateVersion7(now).ToString(),
            ["method"] = "chat_completions",
            ["status"] = "completed",
            ["request_counts"] = new JsonObject { ["total"] = results.Count, ["completed"] = results.Count, ["failed"] = 0 },
            ["output_file_id"] = Guid.CreateVersion7(now).ToString(),
            ["created_at"] = exchange.Created,
            ["updated_at"] = exchange.Created,
        };
        var content = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', results) + "\n");
        exchange.Backend.Files.Put(batch.Text("output_file_id")!, content, "application/octet-stream");
        exchange.Backend.Batches._batches[batch.Text("id")!] = batch;

        var accepted = (JsonObject)batch.DeepClone();
        accepted["status"] = "created";
        accepted.Remove("output_file_id");
        await exchange.WriteJsonAsync(accepted).ConfigureAwait(false);
    }

    public static Task ListAsync(Exchange exchange)
    {
        var batches = exchange.Backend.Batches._batches;
        if (exchange.Http.Request.Query["batch_id"].ToString() is not { Length: > 0 } id)
            return exchange.WriteJsonAsync(new JsonArray([.. batches.Values.Select(static batch => batch.DeepClone())]));
        return batches.TryGetValue(id, out var found)
            ? exchange.WriteJsonAsync(new JsonArray(found.DeepClone()))
            : exchange.WriteErrorAsync(404, "No such batch");
    }

    private static JsonObject Run(Exchange exchange, string line)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject task || task["request"] is not JsonObject request)
                throw new ApiException(400, "Bad request: a task has an id and a request");
            var model = ModelNames.WithoutBuild(request.Text("model") ?? "GigaChat");
            var reply = ChatReply.To(CompletionsV1.Prompt(request), exchange);
            exchange.Backend.Bill(exchange.Line(reply.Tokens) with { Model = model, IsBatch = true });
            return new JsonObject { ["id"] = task.Text("id") ?? "", ["result"] = CompletionsV1.Completion(model, exchange.Created, reply) };
        }
        catch (JsonException)
        {
            throw new ApiException(400, "Bad request: a line is no JSON");
        }
    }
}
