namespace GigaChat.Usage.Capture;

/// <summary>Recognizes GigaChat calls by method, path and host.</summary>
/// <remarks>The paths of OAuth are not included, so no secret is processed here.</remarks>
internal sealed class EndpointMatcher
{
    private EndpointMatcher(HostMatcher hosts, UnknownPaths unknownPaths)
    {
        Hosts = hosts;
        UnknownPaths = unknownPaths;
    }

    /// <summary>A matcher by path alone, for a client that is known to call GigaChat.</summary>
    public static EndpointMatcher EveryHost { get; } =
        new(new HostMatcher(new GigaChatUsageOptions(), everyHost: true), new UnknownPaths());

    public HostMatcher Hosts { get; }

    /// <summary>The counts of requests to GigaChat hosts at unknown endpoints.</summary>
    public UnknownPaths UnknownPaths { get; }

    public static EndpointMatcher For(GigaChatUsageOptions options) =>
        new(new HostMatcher(options, everyHost: false), new UnknownPaths());

    /// <summary>
    /// Creates a matcher for clients that are known to call GigaChat; it shares the counts of unknown paths with this
    /// one.
    /// </summary>
    public EndpointMatcher ToEveryHost(GigaChatUsageOptions options) =>
        new(new HostMatcher(options, everyHost: true), UnknownPaths);

    /// <summary>Gets the endpoint of a request.</summary>
    /// <param name="request">The request, with an absolute address.</param>
    /// <param name="host">The rule of the host of the request.</param>
    public CapturedEndpoint Match(HttpRequestMessage request, out HostRule host)
    {
        host = HostRule.GigaChat;
        if (request.RequestUri is not { IsAbsoluteUri: true } uri)
            return CapturedEndpoint.None;

        var endpoint = MatchPath(request.Method, uri);
        if (endpoint == CapturedEndpoint.None)
        {
            if (
                request.Method == HttpMethod.Post
                && UnknownPaths.IsUnknown(uri.PathAndQuery)
                && Hosts.Find(request, uri) == HostRule.GigaChat
            )
                UnknownPaths.Add(uri.PathAndQuery);
            return CapturedEndpoint.None;
        }

        if (Hosts.Find(request, uri) is not { } rule)
        {
            if (IsOfGigaChatsShape(endpoint))
                Hosts.CountUntracked(request, uri);
            return CapturedEndpoint.None;
        }

        host = rule;
        return rule.Reseller is not null && endpoint == CapturedEndpoint.Balance ? CapturedEndpoint.None : endpoint;
    }

    /// <summary>
    /// Determines whether the request has the method and path of a tracked endpoint, for any host; counts nothing.
    /// </summary>
    public static bool IsKnownPath(HttpRequestMessage request) =>
        request.RequestUri is { IsAbsoluteUri: true } uri && MatchPath(request.Method, uri) != CapturedEndpoint.None;

    /// <summary>
    /// Determines whether the path alone makes a call to GigaChat, or to a gateway to it, likely; paths of files,
    /// threads, messages and balances are common to many services.
    /// </summary>
    private static bool IsOfGigaChatsShape(CapturedEndpoint endpoint) =>
        endpoint
            is not (
                CapturedEndpoint.Balance
                or CapturedEndpoint.FileContent
                or CapturedEndpoint.Thread
                or CapturedEndpoint.ThreadRun
                or CapturedEndpoint.Messages
            );

    /// <summary>The endpoint of a method and path, whatever the host.</summary>
    public static CapturedEndpoint MatchPath(HttpMethod method, Uri uri)
    {
        // PathAndQuery is what the connection writes, so its use here creates no string that would not be created
        // anyway.
        var path = uri.PathAndQuery.AsSpan();
        var query = path.IndexOf('?');
        if (query >= 0)
            path = path[..query];
        path = path.TrimEnd('/');
        if (method == HttpMethod.Post)
        {
            return Ends(path, "/chat/completions") ? CapturedEndpoint.Chat
                : Ends(path, "/embeddings") ? CapturedEndpoint.Embeddings
                : Ends(path, "/gigachat.v1.ChatService/Chat") ? CapturedEndpoint.GrpcChat
                : Ends(path, "/gigachat.v1.ChatService/ChatStream") ? CapturedEndpoint.GrpcChatStream
                : Ends(path, "/ai/check") ? CapturedEndpoint.AiCheck
                : Ends(path, "/filter/check") ? CapturedEndpoint.FilterCheck
                : path.Contains("/threads/", StringComparison.OrdinalIgnoreCase) ? MatchThread(path)
                : MatchGateway(path);
        }

        if (method != HttpMethod.Get)
            return CapturedEndpoint.None;
        return Ends(path, "/balance") ? CapturedEndpoint.Balance
            : Ends(path, "/content") && path.Contains("/files/", StringComparison.OrdinalIgnoreCase)
                ? CapturedEndpoint.FileContent
            : CapturedEndpoint.None;
    }

    private static CapturedEndpoint MatchThread(ReadOnlySpan<char> path) =>
        Ends(path, "/run") || Ends(path, "/rerun") ? CapturedEndpoint.ThreadRun : CapturedEndpoint.Thread;

    /// <summary>Matches the other endpoints of gateways with the API of OpenAI, Anthropic or Google.</summary>
    private static CapturedEndpoint MatchGateway(ReadOnlySpan<char> path) =>
        Ends(path, "/responses") ? CapturedEndpoint.Responses
        : Ends(path, "/messages") ? CapturedEndpoint.Messages
        : Ends(path, "/completions") ? CapturedEndpoint.Completions
        : Ends(path, ":generateContent") || Ends(path, ":streamGenerateContent") ? CapturedEndpoint.GenerateContent
        : CapturedEndpoint.None;

    private static bool Ends(ReadOnlySpan<char> path, string suffix) =>
        path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
}
