using System.Net.Http.Headers;

namespace GigaChat.Usage.Sample;

/// <summary>Puts an access token on each request.</summary>
internal sealed class AccessTokenHandler(AccessTokenSource tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            await tokens.GetAsync(cancellationToken)
        );
        return await base.SendAsync(request, cancellationToken);
    }
}
