namespace GigaChat.Usage.Configuration;

/// <summary>
/// Checks an entry of <see cref="GigaChatUsageOptions.Hosts"/>: the host of an address, without any other part.
/// </summary>
internal static class UsageHost
{
    /// <summary>Gets the problem of an entry and the correct form; null when it is a host.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="option">The option that it is an entry of.</param>
    public static string? Problem(string? entry, string option = nameof(GigaChatUsageOptions.Hosts))
    {
        option = $"{nameof(GigaChatUsageOptions)}.{option}";
        if (string.IsNullOrWhiteSpace(entry))
            return $"{option} has an empty entry; remove it, or write a host name such as api.giga.chat.";
        var host = HostWithin(entry);
        if (string.Equals(host, entry, StringComparison.OrdinalIgnoreCase))
            return null;
        var advice = host is null ? "write a host name such as api.giga.chat" : $"write '{host}'";
        return $"{option} has '{entry}'; it must be the name or address of a host alone, without scheme, port, path or wildcard: {advice}.";
    }

    /// <summary>
    /// Gets the host in the form in which requests are compared: without brackets, non-ASCII names in punycode.
    /// </summary>
    private static string? HostWithin(string entry)
    {
        var text = entry.Trim();
        if (Uri.CheckHostName(text) == UriHostNameType.IPv6)
            text = $"[{text.Trim('[', ']')}]";
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "https://" + text;
        return
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && Uri.CheckHostName(uri.IdnHost) is not (UriHostNameType.Unknown or UriHostNameType.Basic)
            ? uri.IdnHost
            : null;
    }
}
