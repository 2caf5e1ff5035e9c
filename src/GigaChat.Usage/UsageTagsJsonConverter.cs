using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GigaChat.Usage;

/// <summary>Reads and writes tags as an object of texts: <c>{"feature":"chat","tenant":"acme"}</c>.</summary>
internal sealed class UsageTagsJsonConverter : JsonConverter<UsageTags>
{
    /// <summary>Texts are stored, not put into pages of HTML.</summary>
    private static readonly JsonWriterOptions Stored = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gets tags as the text that stores keep; null where there are none.</summary>
    public static string? ToText(UsageTags? tags)
    {
        if (tags is null || tags.Count == 0)
            return null;
        var bytes = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(bytes, Stored))
            Write(writer, tags);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Gets the tags of a stored text.</summary>
    public static UsageTags FromText(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return UsageTags.Empty;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        return reader.Read() ? Read(ref reader) : UsageTags.Empty;
    }

    public override UsageTags Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader);

    public override void Write(Utf8JsonWriter writer, UsageTags value, JsonSerializerOptions options) =>
        Write(writer, value);

    private static UsageTags Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Tags are an object of texts.");
        var pairs = new List<KeyValuePair<string, string>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new JsonException("The value of a tag is a text.");
            if (key.Length > 0)
                pairs.Add(new(key, reader.GetString()!));
        }

        return UsageTags.FromPairs(pairs);
    }

    private static void Write(Utf8JsonWriter writer, UsageTags tags)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in tags.Pairs)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }
}
