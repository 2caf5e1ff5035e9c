using System.Text;
using System.Text.Json;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The OpenAPI document of the JSON API, from its resources and their columns.</summary>
internal static class OpenApiDocument
{
    public static byte[] Write(PageView view)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("openapi", "3.1.0");
            json.WriteStartObject("info");
            json.WriteString("title", "GigaChat usage");
            json.WriteString("version", "1");
            json.WriteString(
                "description",
                "Numbers are numbers, times are UTC, days are days in the report time zone, shares are 0 to 1, durations are seconds, and what is unknown is null."
            );
            json.WriteEndObject();
            json.WriteStartArray("servers");
            json.WriteStartObject();
            json.WriteString("url", "./");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartObject("paths");
            foreach (var resource in ApiResources.All)
                Path(json, resource, view);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Path(Utf8JsonWriter json, ApiResource resource, PageView view)
    {
        json.WriteStartObject($"/{resource.Name}");
        json.WriteStartObject("get");
        json.WriteString("operationId", OperationId(resource.Name));
        json.WriteString("summary", resource.Summary);
        json.WriteStartArray("parameters");
        foreach (var parameter in resource.Parameters)
            Parameter(json, parameter);
        json.WriteEndArray();
        json.WriteStartObject("responses");
        json.WriteStartObject("200");
        json.WriteString("description", "The rows.");
        json.WriteStartObject("content");
        json.WriteStartObject("application/json");
        Schema(json, resource.Columns(view));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        foreach (
            var (status, description) in new[]
            {
                ("304", "Nothing has changed since the response with the ETag in If-None-Match."),
                ("400", "A parameter is invalid."),
                ("503", "The store does not respond."),
            }
        )
        {
            json.WriteStartObject(status);
            json.WriteString("description", description);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter json, ApiParameter parameter)
    {
        json.WriteStartObject();
        json.WriteString("name", parameter.Name);
        json.WriteString("in", "query");
        json.WriteString("description", parameter.Description);
        json.WriteStartObject("schema");
        json.WriteString("type", "string");
        if (parameter.Values is { } values)
        {
            json.WriteStartArray("enum");
            foreach (var value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Schema(Utf8JsonWriter json, IReadOnlyList<DataColumn> columns)
    {
        json.WriteStartObject("schema");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        json.WriteStartObject("data");
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var column in columns)
        {
            var (type, format) = TypeOf(column.Kind);
            json.WriteStartObject(column.Key);
            json.WriteStartArray("type");
            json.WriteStringValue(type);
            json.WriteStringValue("null");
            json.WriteEndArray();
            if (format is not null)
                json.WriteString("format", format);
            json.WriteString("description", column.Title);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("next");
        json.WriteStartArray("type");
        json.WriteStringValue("string");
        json.WriteStringValue("null");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static (string Type, string? Format) TypeOf(CellKind kind) =>
        kind switch
        {
            CellKind.Text => ("string", null),
            CellKind.Count => ("integer", "int64"),
            CellKind.Day => ("string", "date"),
            CellKind.Moment => ("string", "date-time"),
            CellKind.Flag => ("boolean", null),
            CellKind.Tags => ("object", null),
            _ => ("number", null),
        };

    private static string OperationId(string name) =>
        new StringBuilder("get").Append(char.ToUpperInvariant(name[0])).Append(name, 1, name.Length - 1).ToString();
}
