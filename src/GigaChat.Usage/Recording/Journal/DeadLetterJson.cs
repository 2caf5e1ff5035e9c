using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace GigaChat.Usage.Recording;

/// <summary>A dead-lettered record as a line of JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(ParkedRecord))]
internal sealed partial class DeadLetterJson : JsonSerializerContext
{
    /// <summary>Writes the letters of every language without escapes, so that the file is readable.</summary>
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Gets the line, with its end, in UTF-8.</summary>
    public static byte[] Line(ParkedRecord parked)
    {
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line, Readable))
            JsonSerializer.Serialize(writer, parked, Default.ParkedRecord);
        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    /// <summary>Reads the record of a line; <c>null</c> if the line contains none.</summary>
    public static ParkedRecord? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.ParkedRecord) is { Record: not null } parked
                ? parked
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
