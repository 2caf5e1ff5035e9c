using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>The prepaid tokens by family, and <c>GET /balance</c>.</summary>
internal sealed class Account(GigaChatServerOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _left = new(options.Balance, StringComparer.Ordinal);

    public void Spend(BilledCall call)
    {
        if (call.Model is null)
            return;
        var family = ModelNames.Family(call.Model);
        lock (_gate)
        {
            if (_left.TryGetValue(family, out var left))
                _left[family] = Math.Max(0, left - call.Tokens.Total);
        }
    }

    /// <exception cref="ApiException">The model's tokens are used up.</exception>
    public void RequireTokens(string model)
    {
        lock (_gate)
        {
            if (_left.TryGetValue(ModelNames.Family(model), out var left) && left == 0)
                throw new ApiException(402);
        }
    }

    public static Task AnswerAsync(Exchange exchange) => exchange.Backend.Account.AnswerBalanceAsync(exchange);

    private Task AnswerBalanceAsync(Exchange exchange)
    {
        var balance = new JsonArray();
        lock (_gate)
        {
            foreach (var (family, left) in _left)
                balance.Add(new JsonObject { ["usage"] = family, ["value"] = left });
        }

        return balance.Count == 0
            ? exchange.WriteErrorAsync(403)
            : exchange.WriteJsonAsync(new JsonObject { ["balance"] = balance });
    }
}
