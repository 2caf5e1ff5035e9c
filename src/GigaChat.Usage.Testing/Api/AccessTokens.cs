using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.Testing;

/// <summary><c>POST /oauth</c>: issues access tokens and checks them.</summary>
internal sealed class AccessTokens(GigaChatServerOptions options)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _expiry = new(StringComparer.Ordinal);

    /// <exception cref="ApiException">The request has no valid token of this server.</exception>
    public void Check(HttpRequest request)
    {
        if (!options.RequireAuthorization)
            return;
        var header = request.Headers.Authorization.ToString();
        const string Bearer = "Bearer ";
        if (
            !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            || !_expiry.TryGetValue(header[Bearer.Length..], out var expiry)
        )
            throw new ApiException(401);
        if (expiry <= options.TimeProvider.GetUtcNow())
            throw new ApiException(401, "Token has expired");
    }

    public static async Task IssueAsync(Exchange exchange)
    {
        var request = exchange.Http.Request;
        var header = request.Headers.Authorization.ToString();

        // Clients written after older documents send the key as a bearer token.
        if (
            !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            && !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        )
        {
            await exchange
                .WriteJsonAsync(Errors.OAuthBody(4, "Can't decode 'Authorization' header"), status: 400)
                .ConfigureAwait(false);
            return;
        }

        if (!Guid.TryParse(request.Headers["RqUID"].ToString(), out _))
        {
            await exchange
                .WriteJsonAsync(Errors.OAuthBody(3, "RqUID is missing or no UUID"), status: 400)
                .ConfigureAwait(false);
            return;
        }

        var form = request.HasFormContentType
            ? await request.ReadFormAsync(exchange.Http.RequestAborted).ConfigureAwait(false)
            : null;
        if (form?["scope"].ToString() is not { Length: > 0 })
        {
            await exchange.WriteJsonAsync(Errors.OAuthBody(1, "scope is empty"), status: 400).ConfigureAwait(false);
            return;
        }

        var (token, expiry) = exchange.Backend.AccessTokens.Issue();
        await exchange
            .WriteJsonAsync(
                new JsonObject { ["access_token"] = token, ["expires_at"] = expiry.ToUnixTimeMilliseconds() }
            )
            .ConfigureAwait(false);
    }

    private (string Token, DateTimeOffset Expiry) Issue()
    {
        var now = options.TimeProvider.GetUtcNow();
        var token = $"local-{Guid.CreateVersion7(now):N}";
        return (token, _expiry[token] = now + options.AccessTokenLifetime);
    }
}
