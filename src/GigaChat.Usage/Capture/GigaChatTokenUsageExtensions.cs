using GigaChat.Usage.Capture;

namespace GigaChat.Usage;

/// <summary>The estimate of a request, read as the tracking of calls reads it.</summary>
public static class GigaChatTokenUsageExtensions
{
    private static readonly Uri Api = new("https://api.giga.chat/v1/");

    /// <summary>Estimates the tokens and the cost of a request that has not been sent: its messages or inputs, and what
    /// is billed beside them, such as function schemas and images.</summary>
    /// <param name="usage">The service that provides the estimator and the prices.</param>
    /// <param name="request">The request to a chat, embeddings or gateway endpoint, with an address that is absolute or
    /// relative to the API. Its content is loaded into memory and can still be sent.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The address is that of no endpoint that spends tokens, or the content is
    /// missing or compressed.</exception>
    public static async Task<TokenEstimate> EstimateAsync(
        this GigaChatTokenUsage usage,
        HttpRequestMessage request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(request);
        var uri = new Uri(Api, request.RequestUri ?? Api);
        var endpoint = EndpointMatcher.MatchPath(request.Method, uri);
        if (
            endpoint
            is CapturedEndpoint.None
                or CapturedEndpoint.Balance
                or CapturedEndpoint.FileContent
                or CapturedEndpoint.GrpcChat
                or CapturedEndpoint.GrpcChatStream
        )
            throw new ArgumentException(
                $"The address must be that of an endpoint that spends tokens, such as chat/completions ({uri.AbsolutePath}).",
                nameof(request)
            );
        if (request.Content is not { } content || content.Headers.ContentEncoding.Count > 0)
            throw new ArgumentException("The request must have content that is not compressed.", nameof(request));

        await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        var scanner = new RequestScanner(capture: null);
        scanner.Reset(WireContract.Of(endpoint));
        scanner.ReadInMemory(content);
        var named = endpoint == CapturedEndpoint.GenerateContent ? GenerateContentContract.ModelIn(uri) : scanner.Model;
        var prompt = CallSummary.EstimatePrompt(usage.Estimator, scanner, endpoint, named) ?? 0;
        return usage.EstimateOf(prompt, WireModel.Split(named).Model, scanner.MaxTokens, isCounted: false);
    }
}
