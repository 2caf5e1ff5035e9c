using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GigaChat.Usage.Alerts;

/// <summary>Signs requests as the Standard Webhooks specification does, for which libraries exist.</summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimeHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Prefix = "whsec_";

    /// <summary>Gets the key of a secret; null without one.</summary>
    /// <exception cref="ArgumentException">The text after <c>whsec_</c> is not Base64.</exception>
    public static byte[]? KeyOf(string? secret)
    {
        if (secret is null)
            return null;
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(secret);
        try
        {
            return Convert.FromBase64String(secret[Prefix.Length..]);
        }
        catch (FormatException error)
        {
            throw new ArgumentException(
                "The secret of a webhook with the prefix whsec_ must be Base64.",
                nameof(secret),
                error
            );
        }
    }

    /// <summary>Gets <c>true</c> if a secret can be the key of a signature; otherwise, <c>false</c>.</summary>
    public static bool IsKey(string? secret) =>
        secret is null
        || !secret.StartsWith(Prefix, StringComparison.Ordinal)
        || Convert.TryFromBase64String(secret[Prefix.Length..], new byte[secret.Length], out _);

    /// <summary>Gets the signature of <c>id.timestamp.body</c>: <c>v1,</c> and the HMAC-SHA256 in Base64.</summary>
    public static string Sign(byte[] key, string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{unixSeconds}."));
        byte[] content = [.. head, .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, content));
    }
}
