using System.Net.Http.Headers;
using System.Text.Json;

namespace GigaChat.Usage.Estimation;

/// <summary>The provider's count of texts, <c>POST /tokens/count</c>, which spends no tokens.</summary>
internal static class ProviderTokenCount
{
    /// <summary>Gets the number of tokens of each text, without those of a chat template.</summary>
    public static async Task<IReadOnlyList<long>> OfAsync(
        HttpClient client,
        string model,
        IReadOnlyCollection<string> texts,
        CancellationToken cancellationToken
    )
    {
        using var content = new ByteArrayContent(ToJson(model, texts));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client
            .PostAsync(new Uri("tokens/count", UriKind.Relative), content, cancellationToken)
            .ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(body);
            List<long> counts =
            [
                .. json.RootElement.EnumerateArray().Select(static text => text.GetProperty("tokens").GetInt64()),
            ];
            if (counts.Count == texts.Count && counts.TrueForAll(static count => count >= 0))
                return counts;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Not the error itself: it may quote the response.
        }

        throw new HttpRequestException($"The response to tokens/count is not a count for each of {texts.Count} texts.");
    }

    private static byte[] ToJson(string model, IReadOnlyCollection<string> texts)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteStartArray("input");
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
