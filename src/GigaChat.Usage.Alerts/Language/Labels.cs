using System.Security.Cryptography;
using System.Text;

namespace GigaChat.Usage.Alerts;

/// <summary>Names what must not be named: a short fingerprint that distinguishes and reveals nothing.</summary>
internal static class Labels
{
    public static string Of(string secret) =>
        "#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)).AsSpan(0, 4));

    /// <summary>Gets a text as part of a key, cut to a length with a fingerprint of the whole.</summary>
    public static string Fit(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 9), Of(text));
}
