namespace GigaChat.Usage.Capture;

/// <summary>Marks each request to GigaChat as one call, outside of handlers that may send it several times.</summary>
internal sealed class LogicalCallHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Mark(request);
        return base.SendAsync(request, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Mark(request);
        return base.Send(request, cancellationToken);
    }

    private static void Mark(HttpRequestMessage request)
    {
        if (request is not null && EndpointMatcher.IsKnownPath(request))
            LogicalCall.Mark(request);
    }
}
