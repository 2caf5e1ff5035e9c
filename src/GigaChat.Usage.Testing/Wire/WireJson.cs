using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>JSON in GigaChat's format: UTF-8, Cyrillic unescaped, no spaces.</summary>
internal static class WireJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string ToWire(this JsonNode node) => node.ToJsonString(Options);

    public static byte[] ToWireBytes(this JsonNode node) => Encoding.UTF8.GetBytes(node.ToWire());

    /// <summary>Gets the string under a name; null when it is absent or no string.</summary>
    public static string? Text(this JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool Flag(this JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static int? Number(this JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static IEnumerable<JsonObject> Objects(this JsonObject node, string name) =>
        node[name] is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>Gets the texts of a string, or of an array of strings or of parts with a <c>text</c>.</summary>
    public static IReadOnlyList<string> Texts(this JsonNode? node) =>
        node switch
        {
            JsonValue value when value.TryGetValue<string>(out var text) => [text],
            JsonObject part when part.Text("text") is { } text => [text],
            JsonArray array => [.. array.SelectMany(Texts)],
            _ => [],
        };
}
