namespace GigaChat.Usage.Capture;

/// <summary>Tells GigaChat's calls from all others by method, path and host.</summary>
/// <remarks>OAuth requests are not among the paths, so that nothing here ever sees a secret.</remarks>
internal sealed class EndpointMatcher
{
    private readonly HashSet<string>? _hosts;
    private readonly bool _localServers;

    private EndpointMatcher(IEnumerable<string>? hosts, bool localServers)
    {
        _hosts = hosts is null ? null : new HashSet<string>(hosts, StringComparer.OrdinalIgnoreCase);
        _localServers = localServers;
    }

    /// <summary>Matches by path alone, for a client that is known to be GigaChat's.</summary>
    public static EndpointMatcher EveryHost { get; } = new(null, localServers: false);

    public static EndpointMatcher For(GigaChatUsageOptions options) => new(options.Hosts, options.TrackLocalServers);

    /// <summary>The endpoint of a request.</summary>
    /// <param name="request">The request, with an absolute address.</param>
    /// <param name="onlyGigaChatModels">Whether the host is tracked only as long as the model is GigaChat's.</param>
    public CapturedEndpoint Match(HttpRequestMessage request, out bool onlyGigaChatModels)
    {
        onlyGigaChatModels = false;
        if (request.RequestUri is not { IsAbsoluteUri: true } uri)
            return CapturedEndpoint.None;

        var endpoint = MatchPath(request.Method, uri);
        if (endpoint == CapturedEndpoint.None || _hosts is null || _hosts.Contains(uri.IdnHost))
            return endpoint;
        if (!_localServers || !uri.IsLoopback)
            return CapturedEndpoint.None;
        onlyGigaChatModels = true;
        return endpoint;
    }

    private static CapturedEndpoint MatchPath(HttpMethod method, Uri uri)
    {
        // PathAndQuery is what the connection writes, so asking for it here makes no string that would not be made anyway.
        var path = uri.PathAndQuery.AsSpan();
        var query = path.IndexOf('?');
        if (query >= 0)
            path = path[..query];
        path = path.TrimEnd('/');
        if (method == HttpMethod.Post)
        {
            return Ends(path, "/chat/completions") ? CapturedEndpoint.Chat
                : Ends(path, "/embeddings") ? CapturedEndpoint.Embeddings
                : Ends(path, "/ai/check") ? CapturedEndpoint.AiCheck
                : Ends(path, "/filter/check") ? CapturedEndpoint.FilterCheck
                : MatchThread(path);
        }

        if (method != HttpMethod.Get)
            return CapturedEndpoint.None;
        return Ends(path, "/balance") ? CapturedEndpoint.Balance
            : Ends(path, "/content") && path.Contains("/files/", StringComparison.OrdinalIgnoreCase) ? CapturedEndpoint.FileContent
            : CapturedEndpoint.None;
    }

    private static CapturedEndpoint MatchThread(ReadOnlySpan<char> path)
    {
        if (!path.Contains("/threads/", StringComparison.OrdinalIgnoreCase))
            return CapturedEndpoint.None;
        return Ends(path, "/run") || Ends(path, "/rerun") ? CapturedEndpoint.ThreadRun : CapturedEndpoint.Thread;
    }

    private static bool Ends(ReadOnlySpan<char> path, string suffix) => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
}
