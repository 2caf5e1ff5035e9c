namespace GigaChat.Usage;

/// <summary>What <c>GET /balance</c> answered: the prepaid tokens that are left, by the provider's families.</summary>
/// <param name="At">When the answer came.</param>
/// <param name="Tokens">The tokens left by family, as the provider names it (<c>GigaChat</c>, <c>GigaChat-Pro</c>,
/// <c>GigaChat-Max</c>, <c>embeddings</c>); empty on pay-as-you-go.</param>
/// <param name="IsPayAsYouGo">Whether the provider said that there is no balance (403): the account pays as it
/// goes.</param>
public sealed record BalanceSnapshot(
    DateTimeOffset At,
    IReadOnlyDictionary<string, decimal> Tokens,
    bool IsPayAsYouGo = false
);
