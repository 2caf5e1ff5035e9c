using GigaChat.Usage.Estimation;

namespace GigaChat.Usage;

/// <content>What has not been sent yet.</content>
public sealed partial class GigaChatTokenUsage
{
    /// <summary>Estimates the tokens of calls that have not been made. Services set it to that of the application,
    /// which learns from reported usage.</summary>
    public ITokenEstimator Estimator { get; init; } = new ScriptAwareTokenEstimator();

    /// <summary>Estimates the tokens and the cost of a chat that has not been sent, at the price of now.</summary>
    /// <param name="messages">The texts of the messages, in any role.</param>
    /// <param name="model">The model.</param>
    /// <param name="maxCompletionTokens">The <c>max_tokens</c> of the call; null without a limit.</param>
    /// <param name="client">
    /// A client of the application with the base address of the API. It sends the texts to
    /// <c>tokens/count</c>, which spends no tokens, and the provider counts them. When null, nothing is sent and
    /// <see cref="Estimator"/> estimates.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="HttpRequestException">The provider did not count the texts.</exception>
    public async Task<TokenEstimate> EstimateAsync(
        IEnumerable<string> messages,
        string model,
        long? maxCompletionTokens = null,
        HttpClient? client = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        string[] texts = [.. messages];
        if (client is null || texts.Length == 0)
            return EstimateOf(
                Estimator.Estimate(TextCounter.Of(texts).ToMeasure(texts.Length), TokenKind.Prompt, model),
                model,
                maxCompletionTokens,
                isCounted: false
            );
        var counts = await ProviderTokenCount.OfAsync(client, model, texts, cancellationToken).ConfigureAwait(false);
        var prompt = counts.Sum() + ScriptAwareTokenEstimator.TemplateOf(texts.Length);
        return Estimate(prompt, model, maxCompletionTokens);
    }

    /// <summary>Prices a prompt of a known number of tokens, such as a tokenizer's count, at the current price.</summary>
    /// <param name="promptTokens">The number of prompt tokens, 0 or more.</param>
    /// <param name="model">The model.</param>
    /// <param name="maxCompletionTokens">The <c>max_tokens</c> of the call, 0 or more; null without a limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of tokens is negative.</exception>
    public TokenEstimate Estimate(long promptTokens, string model, long? maxCompletionTokens = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        return EstimateOf(promptTokens, model, maxCompletionTokens, isCounted: true);
    }

    internal TokenEstimate EstimateOf(long promptTokens, string? model, long? maxCompletionTokens, bool isCounted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(promptTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(maxCompletionTokens ?? 0, nameof(maxCompletionTokens));
        return TokenEstimate.Of(model, promptTokens, maxCompletionTokens, Prices.Find(model, Now), isCounted);
    }
}
