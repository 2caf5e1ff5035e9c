using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary><c>POST /embeddings</c>: each item reports its tokens; there is no sum.</summary>
internal static class Embeddings
{
    private const int Dimensions = 1_024;

    public static async Task AnswerAsync(Exchange exchange)
    {
        var request = await exchange.ReadJsonAsync().ConfigureAwait(false);
        var model = exchange.RequireModel("Embeddings");
        var (body, tokens) = Embed(model, request);
        await exchange.WriteJsonAsync(body, new BilledTokens(tokens)).ConfigureAwait(false);
    }

    /// <exception cref="ApiException">The request has no input.</exception>
    public static (JsonObject Body, long Tokens) Embed(string model, JsonObject request)
    {
        var inputs = request["input"].Texts();
        if (inputs.Count == 0)
            throw new ApiException(422, "Invalid params: input is required");

        var data = new JsonArray();
        long tokens = 0;
        foreach (var input in inputs)
        {
            var spent = Tokenizer.Count(input) + Tokenizer.EmbeddingTemplate;
            tokens += spent;
            data.Add(
                new JsonObject
                {
                    ["object"] = "embedding",
                    ["embedding"] = Vector(input),
                    ["index"] = data.Count,
                    ["usage"] = new JsonObject { ["prompt_tokens"] = spent },
                }
            );
        }

        return (
            new JsonObject
            {
                ["object"] = "list",
                ["data"] = data,
                ["model"] = ModelNames.Answering(model),
            },
            tokens
        );
    }

    private static JsonArray Vector(string text)
    {
        var seed = Replies.Hash(text);
        var vector = new JsonArray();
        for (var i = 0; i < Dimensions; i++)
        {
            seed = (seed * 1_664_525u) + 1_013_904_223u;
            vector.Add(Math.Round((seed / (double)uint.MaxValue) - 0.5, 6));
        }

        return vector;
    }
}
