using System.Text.Json;
using System.Text.Json.Serialization;

namespace GigaChat.Usage.Recording;

/// <summary>An operation as its value.</summary>
internal sealed class UsageOperationJsonConverter : JsonConverter<UsageOperation>
{
    public override UsageOperation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is { } value && !string.IsNullOrWhiteSpace(value)
            ? new UsageOperation(value)
            : default;

    public override void Write(Utf8JsonWriter writer, UsageOperation value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
