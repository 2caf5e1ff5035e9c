using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>
/// <c>POST /batches</c> runs a batch at once and bills its tasks; <c>GET /batches</c> names the file with the results.
/// A body with an <c>input_file_id</c> is a batch of OpenAI's format, with its tasks in an uploaded file.
/// </summary>
internal sealed class Batches
{
    private const string Prefix = "batches/";

    private readonly ConcurrentDictionary<string, JsonObject> _batches = new(StringComparer.Ordinal);

    public static bool IsOne(string endpoint) => endpoint.StartsWith(Prefix, StringComparison.Ordinal);

    public static async Task CreateAsync(Exchange exchange)
    {
        using var reader = new StreamReader(exchange.Http.Request.Body);
        var body = await reader.ReadToEndAsync(exchange.Http.RequestAborted).ConfigureAwait(false);
        var isEmbedder = exchange.Http.Request.Query["method"].ToString() is "embedder";
        var input = InputFile(body);
        var results = input is null
            ? Run(Lines(body), line => BatchTask.Run(exchange, line, isEmbedder))
            : Run(Lines(Encoding.UTF8.GetString(Uploaded(exchange, input))), line =>
                BatchTask.RunOpenAi(exchange, line)
            );

        var now = exchange.Backend.Options.TimeProvider.GetUtcNow();
        var batch = new JsonObject
        {
            ["id"] = Guid.CreateVersion7(now).ToString(),
            ["method"] = isEmbedder ? "embedder" : "chat_completions",
            ["status"] = "completed",
            ["request_counts"] = new JsonObject
            {
                ["total"] = results.Count,
                ["completed"] = results.Count,
                ["failed"] = 0,
            },
            ["output_file_id"] = Guid.CreateVersion7(now).ToString(),
            ["created_at"] = exchange.Created,
            ["updated_at"] = exchange.Created,
        };
        if (input is not null)
            AddOpenAiFields(batch, input);
        var content = Encoding.UTF8.GetBytes(string.Join('\n', results) + "\n");
        exchange.Backend.Files.Put(batch.Text("output_file_id")!, content, "application/octet-stream");
        exchange.Backend.Batches._batches[batch.Text("id")!] = batch;

        var accepted = (JsonObject)batch.DeepClone();
        accepted["status"] = input is null ? "created" : "validating";
        accepted.Remove("output_file_id");
        await exchange.WriteJsonAsync(accepted).ConfigureAwait(false);
    }

    public static Task ListAsync(Exchange exchange)
    {
        var batches = exchange.Backend.Batches._batches;
        if (exchange.Http.Request.Query["batch_id"].ToString() is not { Length: > 0 } id)
            return exchange.WriteJsonAsync(
                new JsonArray([.. batches.Values.Select(static batch => batch.DeepClone())])
            );
        return batches.TryGetValue(id, out var found)
            ? exchange.WriteJsonAsync(new JsonArray(found.DeepClone()))
            : exchange.WriteErrorAsync(404, "No such batch");
    }

    public static Task FindAsync(Exchange exchange) =>
        exchange.Backend.Batches._batches.TryGetValue(exchange.Route.Endpoint[Prefix.Length..], out var found)
            ? exchange.WriteJsonAsync(found.DeepClone())
            : exchange.WriteErrorAsync(404, "No such batch");

    private static void AddOpenAiFields(JsonObject batch, string input)
    {
        batch.Remove("method");
        batch["object"] = "batch";
        batch["endpoint"] = "/v1/chat/completions";
        batch["input_file_id"] = input;
        batch["completion_window"] = "24h";
    }

    private static string? InputFile(string body)
    {
        try
        {
            return (JsonNode.Parse(body) as JsonObject)?.Text("input_file_id");
        }
        catch (JsonException)
        {
            // Several lines are not one document.
            return null;
        }
    }

    private static byte[] Uploaded(Exchange exchange, string id) =>
        exchange.Backend.Files.Find(id) ?? throw new ApiException(404, "No such file");

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static List<string> Run(string[] lines, Func<string, JsonObject> run) =>
        lines.Length == 0
            ? throw new ApiException(400, "Bad request: a line for each task is expected")
            : [.. lines.Select(line => run(line).ToWire())];
}
