using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace GigaChat.Usage.Attribution;

/// <summary>Converts an access token to the form that is stored.</summary>
internal sealed class AccessTokenFingerprint
{
    private const int PrefixLength = 8;
    private const int FingerprintBytes = 12;
    private const int MaxRemembered = 1024;

    // A fixed key separates these fingerprints from plain hashes of the same token elsewhere; only a key of the
    // application makes them secret.
    private static readonly byte[] DefaultKey = Encoding.UTF8.GetBytes("GigaChat.Usage/access-token");

    private readonly ConcurrentDictionary<string, string> _remembered = new(StringComparer.Ordinal);
    private readonly AccessTokenStorage _storage;
    private readonly byte[] _key;

    public AccessTokenFingerprint(AccessTokenStorage storage, string? key)
    {
        _storage = storage;
        _key = key is null ? DefaultKey : Encoding.UTF8.GetBytes(key);
    }

    /// <summary>
    /// Gets the stored form of a token: 24 hexadecimal digits, preceded by its first 8 characters and a dot if that is
    /// configured; or the token itself.
    /// </summary>
    public string? Of(string? accessToken)
    {
        if (string.IsNullOrEmpty(accessToken) || _storage == AccessTokenStorage.AsGiven)
            return accessToken;
        if (_remembered.TryGetValue(accessToken, out var kept))
            return kept;

        kept = Compute(accessToken);
        if (_remembered.Count < MaxRemembered)
            _remembered.TryAdd(accessToken, kept);
        return kept;
    }

    private string Compute(string accessToken)
    {
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(accessToken));
        var fingerprint = Convert.ToHexStringLower(hash.AsSpan(0, FingerprintBytes));
        if (_storage == AccessTokenStorage.Fingerprint)
            return fingerprint;

        // The first 8 characters of a short token would be most of it.
        var prefix =
            accessToken.Length >= 2 * PrefixLength
                ? accessToken[..PrefixLength]
                : accessToken[..(accessToken.Length / 2)];
        return $"{prefix}.{fingerprint}";
    }
}
