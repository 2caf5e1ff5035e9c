using System.Text.Json;
using System.Text.Json.Serialization;

namespace GigaChat.Usage;

/// <summary>Reads and writes an operation as its value, also as the name of a property.</summary>
internal sealed class UsageOperationJsonConverter : JsonConverter<UsageOperation>
{
    public override UsageOperation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Of(reader.GetString()) : default;

    public override void Write(Utf8JsonWriter writer, UsageOperation value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    public override UsageOperation ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => Of(reader.GetString());

    public override void WriteAsPropertyName(
        Utf8JsonWriter writer,
        UsageOperation value,
        JsonSerializerOptions options
    ) => writer.WritePropertyName(value.Value);

    private static UsageOperation Of(string? value) =>
        string.IsNullOrWhiteSpace(value) ? default : new UsageOperation(value);
}
