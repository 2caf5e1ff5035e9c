using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary><c>GET /models</c> and <c>GET /models/{id}</c>.</summary>
internal static class ModelList
{
    private const string Prefix = "models/";

    public static bool IsOne(string endpoint) => endpoint.StartsWith(Prefix, StringComparison.Ordinal);

    public static Task AnswerAsync(Exchange exchange)
    {
        var data = new JsonArray();
        foreach (var model in exchange.Backend.Options.Models.Order(StringComparer.Ordinal))
            data.Add(Describe(model));
        return exchange.WriteJsonAsync(new JsonObject { ["object"] = "list", ["data"] = data });
    }

    public static Task AnswerOneAsync(Exchange exchange)
    {
        var model = exchange.Route.Endpoint[Prefix.Length..];
        return ModelNames.Exists(exchange.Backend.Options.Models, model)
            ? exchange.WriteJsonAsync(Describe(model))
            : exchange.WriteErrorAsync(404, "No such model");
    }

    private static JsonObject Describe(string model) =>
        new()
        {
            ["id"] = model,
            ["object"] = "model",
            ["owned_by"] = "salutedevices",
            ["type"] = Type(model),
        };

    private static string Type(string model) =>
        model switch
        {
            _ when ModelNames.IsEmbedder(model) => "embedder",
            _ when model.StartsWith("GigaCheck", StringComparison.Ordinal) => "aicheck",
            _ => "chat",
        };
}
