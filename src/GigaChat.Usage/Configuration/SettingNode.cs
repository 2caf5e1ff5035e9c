using System.Text.Json;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;

namespace GigaChat.Usage.Configuration;

/// <summary>A value, or a group or list, of a JSON text or of configuration: the common source of settings.</summary>
/// <param name="Key">The last part of the path: a name, or the index in a list.</param>
/// <param name="Path">The whole path with colons, <c>Prices:0:Family</c>, for error messages.</param>
/// <param name="Text">The value as text; null for a JSON null, and for a group or list.</param>
/// <param name="Children">The nodes of a group or list.</param>
internal sealed record SettingNode(string Key, string Path, string? Text, IReadOnlyList<SettingNode> Children)
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads a JSON text; comments and trailing commas are allowed.</summary>
    /// <exception cref="FormatException">The text is not JSON.</exception>
    public static SettingNode Of(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Lenient);
            return Of("", "", document.RootElement);
        }
        catch (JsonException error)
        {
            throw new FormatException($"The text is not JSON: {error.Message}", error);
        }
    }

    public static SettingNode Of(IConfiguration configuration)
    {
        var section = configuration as IConfigurationSection;
        SettingNode[] children = [.. configuration.GetChildren().Select(Of)];
        return new SettingNode(
            section?.Key ?? "",
            section?.Path ?? "",
            children.Length > 0 ? null : section?.Value,
            children
        );
    }

    private static SettingNode Of(string key, string path, JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => new(
                key,
                path,
                null,
                [
                    .. json.EnumerateObject()
                        .Select(property => Of(property.Name, Under(path, property.Name), property.Value)),
                ]
            ),
            JsonValueKind.Array => new(
                key,
                path,
                null,
                [.. json.EnumerateArray().Select((item, i) => Of($"{i}", Under(path, $"{i}"), item))]
            ),
            JsonValueKind.Null => new(key, path, null, []),
            JsonValueKind.String => new(key, path, json.GetString(), []),
            _ => new(key, path, json.GetRawText(), []),
        };

    private static string Under(string path, string key) => path.Length == 0 ? key : $"{path}:{key}";
}
