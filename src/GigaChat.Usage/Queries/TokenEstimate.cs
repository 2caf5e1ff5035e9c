namespace GigaChat.Usage;

/// <summary>The expected tokens and cost of a call that has not been made.</summary>
public sealed class TokenEstimate
{
    internal TokenEstimate() { }

    /// <summary>The model that the call is for; <c>null</c> if the request names none.</summary>
    public required string? Model { get; init; }

    /// <summary>The number of prompt tokens, those of the chat template included. Tokens that the provider takes from
    /// its cache are not known before the call and are counted as billed.</summary>
    public required long PromptTokens { get; init; }

    /// <summary>The largest number of completion tokens; <c>null</c> if the call sets no limit.</summary>
    public required long? MaxCompletionTokens { get; init; }

    /// <summary>The cost of the prompt in rubles, VAT included, not rounded to kopecks; <c>null</c> if the model has no
    /// price.</summary>
    public required decimal? PromptRubles { get; init; }

    /// <summary>The cost of the prompt and of the largest completion in rubles, VAT included; <c>null</c> if the model
    /// has no price or the call sets no limit.</summary>
    public required decimal? MaxRubles { get; init; }

    /// <summary><c>true</c> if the texts were counted by the provider or a tokenizer; <c>false</c> if their tokens are
    /// estimated.</summary>
    public required bool IsCounted { get; init; }

    internal static TokenEstimate Of(
        string? model,
        long promptTokens,
        long? maxCompletionTokens,
        ModelPrice? price,
        bool isCounted
    )
    {
        return new TokenEstimate
        {
            Model = model,
            PromptTokens = promptTokens,
            MaxCompletionTokens = maxCompletionTokens,
            PromptRubles = Rubles(completionTokens: 0),
            MaxRubles = maxCompletionTokens is { } completion ? Rubles(completion) : null,
            IsCounted = isCounted,
        };

        decimal? Rubles(long completionTokens) =>
            price?.RublesFor(
                promptTokens + completionTokens,
                promptTokens,
                completionTokens,
                cachedPromptTokens: 0,
                isBatch: false
            );
    }
}
