using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary><c>POST /ai/check</c> and <c>POST /filter/check</c>.</summary>
internal static class Checks
{
    public static async Task AiAsync(Exchange exchange)
    {
        var request = await exchange.ReadJsonAsync().ConfigureAwait(false);
        exchange.RequireModel("GigaCheckClassification");
        var text = Input(request);
        var tokens = new BilledTokens(Tokenizer.Count(text));
        var body = new JsonObject
        {
            ["category"] = Replies.Hash(text) % 2 == 0 ? "ai" : "human",
            ["characters"] = text.Length,
            ["tokens"] = tokens.Total,
            ["ai_intervals"] = new JsonArray(),
        };
        await exchange.WriteJsonAsync(body, tokens).ConfigureAwait(false);
    }

    public static async Task FilterAsync(Exchange exchange)
    {
        var request = await exchange.ReadJsonAsync().ConfigureAwait(false);
        exchange.RequireModel("GigaChat");
        var text = Input(request);
        var tokens = new BilledTokens(Tokenizer.Count(text));
        var body = new JsonObject
        {
            ["is_blocked"] = exchange.Backend.Options.BlockedWords.Any(word =>
                text.Contains(word, StringComparison.OrdinalIgnoreCase)
            ),
            ["usage"] = new JsonObject { ["filter_tokens"] = tokens.Total },
        };
        await exchange.WriteJsonAsync(body, tokens).ConfigureAwait(false);
    }

    private static string Input(JsonObject request)
    {
        var texts = request["input"].Texts();
        if (texts.Count == 0)
            texts = [.. request.Objects("messages").SelectMany(static message => message["content"].Texts())];
        return texts.Count > 0
            ? string.Join('\n', texts)
            : throw new ApiException(422, "Invalid params: input is required");
    }
}
