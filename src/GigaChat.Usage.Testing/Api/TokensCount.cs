using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary><c>POST /tokens/count</c>: a count for each text, without billing.</summary>
internal static class TokensCount
{
    public static async Task AnswerAsync(Exchange exchange)
    {
        var request = await exchange.ReadJsonAsync().ConfigureAwait(false);
        var counts = new JsonArray();
        foreach (var text in request["input"].Texts())
            counts.Add(
                new JsonObject
                {
                    ["object"] = "tokens",
                    ["tokens"] = Tokenizer.Count(text),
                    ["characters"] = text.Length,
                }
            );
        await exchange.WriteJsonAsync(counts).ConfigureAwait(false);
    }
}
