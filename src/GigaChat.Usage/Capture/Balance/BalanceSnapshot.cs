namespace GigaChat.Usage;

/// <summary>
/// The content of a response to <c>GET /balance</c>: the remaining prepaid tokens by model family of the provider.
/// </summary>
/// <param name="At">The time when the response was received.</param>
/// <param name="Tokens">The remaining tokens by family, as the provider names it (<c>GigaChat</c>, <c>GigaChat-Pro</c>,
/// <c>GigaChat-Max</c>, <c>embeddings</c>); empty for pay-as-you-go accounts.</param>
/// <param name="IsPayAsYouGo"><c>true</c> if the provider reported that the account has no balance (status 403) because
/// it is pay-as-you-go; otherwise, <c>false</c>.</param>
public sealed record BalanceSnapshot(
    DateTimeOffset At,
    IReadOnlyDictionary<string, decimal> Tokens,
    bool IsPayAsYouGo = false
);
