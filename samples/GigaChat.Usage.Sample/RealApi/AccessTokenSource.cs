using System.Net.Http.Headers;
using System.Text.Json;

namespace GigaChat.Usage.Sample;

/// <summary>Gets access tokens by OAuth, a new one a minute before the last expires.</summary>
internal sealed class AccessTokenSource(IHttpClientFactory clients, RealApiSettings settings, TimeProvider time)
    : IDisposable
{
    public const string HttpClientName = "gigachat-oauth";
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _gate = new(1);
    private string _token = "";
    private DateTimeOffset _expiry;

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() + Margin >= _expiry)
                (_token, _expiry) = await RequestAsync(cancellationToken);
            return _token;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<(string Token, DateTimeOffset Expiry)> RequestAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.AuthAddress);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", settings.Credentials);
        request.Headers.Add("RqUID", Guid.CreateVersion7().ToString());
        request.Content = new FormUrlEncodedContent([new("scope", settings.Scope)]);
        using var response = await clients.CreateClient(HttpClientName).SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new SampleException(
                $"{settings.AuthAddress} gave no access token ({(int)response.StatusCode}): check GIGACHAT_CREDENTIALS, and that GIGACHAT_SCOPE ({settings.Scope}) is yours."
            );
        }

        using var answer = await JsonDocument.ParseAsync(
            await response.Content.ReadAsStreamAsync(cancellationToken),
            cancellationToken: cancellationToken
        );
        return (
            answer.RootElement.GetProperty("access_token").GetString()!,
            DateTimeOffset.FromUnixTimeMilliseconds(answer.RootElement.GetProperty("expires_at").GetInt64())
        );
    }
}
