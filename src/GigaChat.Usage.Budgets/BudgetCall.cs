namespace GigaChat.Usage.Budgets;

/// <summary>What budgets have to know of a call before it is sent.</summary>
internal readonly record struct BudgetCall(
    string? UserId,
    string? AccessToken,
    string? AccessTokenType,
    string? Platform,
    string? Model,
    long PromptTokens,
    long CompletionTokens
)
{
    /// <summary>The time its record will have; null for now.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Whether the request has a body that could not be read, so that model and <c>max_tokens</c> are
    /// unknown.</summary>
    public bool IsBodyUnseen { get; init; }

    public long Tokens => PromptTokens + CompletionTokens;

    public static BudgetCall Of(CallRequest call, GigaChatBudgetOptions options) =>
        new(
            call.UserId,
            call.AccessToken,
            call.AccessTokenType,
            call.Platform,
            call.Model,
            call.PromptTokens + (call.IsPromptIncomplete ? options.DefaultPromptTokens : 0),
            call.HasCompletion ? call.MaxCompletionTokens ?? options.DefaultCompletionTokens : 0
        )
        {
            StartedAt = call.CreatedAt,
            IsBodyUnseen = call.IsBodyUnseen,
        };

    public static BudgetCall Of(UsageRecord record) =>
        new(
            record.UserId,
            record.AccessToken,
            record.AccessTokenType,
            record.Platform,
            record.Model,
            record.PromptTokens ?? 0,
            record.CompletionTokens ?? 0
        )
        {
            StartedAt = record.CreatedAt,
        };

    /// <summary>Whose budget it is under; null when the call says nothing of that kind.</summary>
    public string? KeyFor(BudgetScope scope) =>
        UsageBudget.FitKey(
            scope,
            scope switch
            {
                BudgetScope.User => UserId,
                BudgetScope.AccessToken => AccessToken,
                BudgetScope.AccessTokenType => AccessTokenType,
                BudgetScope.Platform => Platform,
                _ => null,
            }
        );
}
