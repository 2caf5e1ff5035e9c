using System.Net.Http.Headers;
using System.Text.Json;

namespace GigaChat.Usage.Sample;

/// <summary>Gets an access token by OAuth and puts it on each request; gets a new one a minute before it expires.</summary>
internal sealed class AccessTokenHandler(IHttpClientFactory clients, RealApiSettings settings, TimeProvider time) : DelegatingHandler
{
    public const string OAuthClient = "gigachat-oauth";
    private readonly SemaphoreSlim _gate = new(1);
    private string _token = "";
    private DateTimeOffset _expiry;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await GetTokenAsync(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gate.Dispose();
        base.Dispose(disposing);
    }

    private async Task<string> GetTokenAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if (time.GetUtcNow() >= _expiry - TimeSpan.FromMinutes(1))
                (_token, _expiry) = await RequestTokenAsync(ct);
            return _token;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<(string Token, DateTimeOffset Expiry)> RequestTokenAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.AuthAddress);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", settings.Credentials);
        request.Headers.Add("RqUID", Guid.CreateVersion7().ToString());
        request.Content = new FormUrlEncodedContent([new("scope", settings.Scope)]);
        using var response = await clients.CreateClient(OAuthClient).SendAsync(request, ct);
        if (!response.IsSuccessStatusCode)
        {
            throw new SampleException(
                $"{settings.AuthAddress} gave no access token ({(int)response.StatusCode}): check GIGACHAT_CREDENTIALS, and that GIGACHAT_SCOPE ({settings.Scope}) is yours.");
        }

        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
        return (
            answer.RootElement.GetProperty("access_token").GetString()!,
            DateTimeOffset.FromUnixTimeMilliseconds(answer.RootElement.GetProperty("expires_at").GetInt64()));
    }
}
