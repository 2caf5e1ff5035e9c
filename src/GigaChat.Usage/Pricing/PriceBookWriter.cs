using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Pricing;

/// <summary>Writes a price book as JSON that can be read back.</summary>
internal static class PriceBookWriter
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(PriceBook book)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString(nameof(PriceBook.Name), book.Name);
            json.WriteStartObject("Aliases");
            foreach (var (alias, target) in book.OwnAliases)
                json.WriteString(alias, target);
            json.WriteEndObject();
            json.WriteStartArray(nameof(PriceBook.Prices));
            foreach (var price in book.Prices)
                Write(json, price);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ModelPrice price)
    {
        json.WriteStartObject();
        json.WriteString(nameof(ModelPrice.Family), price.Family);
        Write(json, nameof(ModelPrice.EffectiveFrom), price.EffectiveFrom);
        Write(json, nameof(ModelPrice.EffectiveTo), price.EffectiveTo);
        json.WriteNumber(nameof(ModelPrice.PromptRublesPerMillionTokens), price.PromptRublesPerMillionTokens);
        json.WriteNumber(nameof(ModelPrice.CompletionRublesPerMillionTokens), price.CompletionRublesPerMillionTokens);
        json.WriteNumber(
            nameof(ModelPrice.CachedPromptRublesPerMillionTokens),
            price.CachedPromptRublesPerMillionTokens
        );
        json.WriteNumber(nameof(ModelPrice.BatchMultiplier), price.BatchMultiplier);
        if (price.VatPercent is { } vat)
            json.WriteNumber(nameof(ModelPrice.VatPercent), vat);
        json.WriteBoolean(nameof(ModelPrice.IsVatIncluded), price.IsVatIncluded);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } at)
            json.WriteString(name, at.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));
    }
}
