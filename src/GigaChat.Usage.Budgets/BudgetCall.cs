namespace GigaChat.Usage.Budgets;

/// <summary>The properties of a call that budgets need before it is sent.</summary>
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
    /// <summary>The tags of the call; null for none.</summary>
    public UsageTags? Tags { get; init; }

    /// <summary>The time of its record; null for now.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>
    /// <c>true</c> if the request has a body that could not be read, so that model and <c>max_tokens</c> are unknown;
    /// otherwise, <c>false</c>.
    /// </summary>
    public bool IsBodyUnseen { get; init; }

    public long Tokens => PromptTokens + CompletionTokens;

    /// <summary>Returns the call without its access token.</summary>
    public override string ToString() => $"BudgetCall {{ UserId = {UserId}, Model = {Model}, Tokens = {Tokens} }}";

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
            Tags = call.Tags,
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
            Tags = record.Tags,
        };

    /// <summary>Gets the key of the call for a budget; null when the call has none.</summary>
    public string? KeyFor(UsageBudget budget) =>
        UsageBudget.FitKey(
            budget.Scope,
            budget.Scope switch
            {
                BudgetScope.User => UserId,
                BudgetScope.AccessToken => AccessToken,
                BudgetScope.AccessTokenType => AccessTokenType,
                BudgetScope.Platform => Platform,
                BudgetScope.Tag => Tags?.GetValueOrDefault(budget.FittedTagKey ?? ""),
                BudgetScope.Model => Model,
                _ => null,
            }
        );
}
