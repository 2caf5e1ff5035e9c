using System.Text.Json.Nodes;

namespace GigaChat.Usage;

/// <summary><c>GET /models</c>.</summary>
internal static class ModelList
{
    public static Task AnswerAsync(Exchange exchange)
    {
        var data = new JsonArray();
        foreach (var model in exchange.Backend.Options.Models.Order(StringComparer.Ordinal))
            data.Add(new JsonObject { ["id"] = model, ["object"] = "model", ["owned_by"] = "salutedevices", ["type"] = Type(model) });
        return exchange.WriteJsonAsync(new JsonObject { ["object"] = "list", ["data"] = data });
    }

    private static string Type(string model) => model switch
    {
        _ when model.StartsWith("Embeddings", StringComparison.Ordinal) => "embedder",
        _ when model.StartsWith("GigaCheck", StringComparison.Ordinal) => "aicheck",
        _ => "chat",
    };
}
