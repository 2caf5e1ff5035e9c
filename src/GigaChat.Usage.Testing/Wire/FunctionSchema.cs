using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>Fills in a function's parameters.</summary>
internal static class FunctionSchema
{
    /// <summary>Creates an object with a plausible value for each property of a JSON schema.</summary>
    public static JsonObject Example(JsonObject? schema)
    {
        var arguments = new JsonObject();
        foreach (var (name, property) in schema?["properties"] as JsonObject ?? [])
            arguments[name] = Value(property as JsonObject ?? []);
        return arguments;
    }

    private static JsonNode Value(JsonObject property) =>
        property.Text("type") switch
        {
            _ when property["enum"] is JsonArray { Count: > 0 } choices => choices[0]!.DeepClone(),
            "integer" or "number" => 7,
            "boolean" => true,
            "array" => new JsonArray(),
            "object" => Example(property),
            _ => "Москва",
        };
}
