namespace GigaChat.Usage.Documents.Tests;

/// <summary>Sends requests to a local server, below the tracking, so that a recipe keeps the address it names.</summary>
public sealed class ForwardTo(string server) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        request.RequestUri = new Uri(new Uri(server), request.RequestUri!.AbsolutePath.Replace("/v1/", "/api/v1/"));
        return base.SendAsync(request, cancellationToken);
    }
}
