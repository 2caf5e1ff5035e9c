using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary><c>POST /functions/validate</c>, which bills nothing.</summary>
internal static class Functions
{
    public static async Task ValidateAsync(Exchange exchange)
    {
        var function = await exchange.ReadJsonAsync().ConfigureAwait(false);
        var errors = new JsonArray();
        if (function.Text("name") is not { Length: > 0 })
            errors.Add(new JsonObject { ["description"] = "name is required", ["schema_location"] = "(root)" });
        if (function["parameters"] is not JsonObject)
            errors.Add(new JsonObject { ["description"] = "parameters is required", ["schema_location"] = "(root)" });
        var body = new JsonObject
        {
            ["status"] = 200,
            ["message"] = errors.Count == 0 ? "Function is valid" : "Function is invalid",
            ["json_ai_rules_version"] = "1.0.5",
            ["warnings"] = new JsonArray(),
        };
        if (errors.Count > 0)
            body["errors"] = errors;
        await exchange.WriteJsonAsync(body).ConfigureAwait(false);
    }
}
