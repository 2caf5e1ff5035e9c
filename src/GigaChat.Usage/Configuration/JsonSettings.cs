using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Configuration;

/// <summary>Reads a JSON text as configuration; comments and trailing commas are allowed.</summary>
internal static class JsonSettings
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <param name="utf8Json">The text.</param>
    /// <param name="type">The type of the settings, for the error.</param>
    /// <exception cref="OptionsValidationException">The text is not JSON, or has a name twice.</exception>
    public static IConfiguration Read(ReadOnlyMemory<byte> utf8Json, Type type)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var problems = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Lenient);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                Add("", document.RootElement, values, problems);
            else
                problems.Add("The root must be a group of settings.");
        }
        catch (JsonException error)
        {
            problems.Add($"The text is not JSON: {error.Message}");
        }

        SettingProblems.ThrowIfAny(type, problems);
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    private static void Add(string path, JsonElement json, Dictionary<string, string?> values, List<string> problems)
    {
        // As the provider of the framework does: an empty group is a setting too, and may be an unknown one.
        if (path.Length > 0 && json.ValueKind is (JsonValueKind.Object or JsonValueKind.Array) && IsEmpty(json))
            values[path] = "";
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                foreach (var property in json.EnumerateObject())
                {
                    if (names.Add(property.Name))
                        Add(Under(path, property.Name), property.Value, values, problems);
                    else
                        problems.Add($"{Under(path, property.Name)} is set twice.");
                }

                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in json.EnumerateArray().Index())
                    Add(Under(path, $"{index}"), item, values, problems);
                break;
            case JsonValueKind.Null:
                values[path] = null;
                break;
            case JsonValueKind.String:
                values[path] = json.GetString();
                break;
            default:
                values[path] = json.GetRawText();
                break;
        }
    }

    private static bool IsEmpty(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.GetArrayLength() == 0 : !json.EnumerateObject().MoveNext();

    private static string Under(string path, string key) => path.Length == 0 ? key : $"{path}:{key}";
}
