namespace GigaChat.Usage;

/// <summary>Checks an entry of <see cref="GigaChatUsageOptions.Hosts"/>: a host name or an address, and nothing around it.</summary>
internal static class UsageHost
{
    /// <summary>What is wrong with an entry and what to write in its place; null when it is a host.</summary>
    public static string? Problem(string? entry)
    {
        if (string.IsNullOrWhiteSpace(entry))
            return $"{nameof(GigaChatUsageOptions)}.{nameof(GigaChatUsageOptions.Hosts)} has an empty entry; remove it or write a host name such as api.giga.chat.";
        if (Uri.CheckHostName(entry) != UriHostNameType.Unknown)
            return null;
        var advice = HostWithin(entry) is { } host ? $"write '{host}'" : "write a host name such as api.giga.chat";
        return $"{nameof(GigaChatUsageOptions)}.{nameof(GigaChatUsageOptions.Hosts)} has '{entry}'; it must be a host name alone, without scheme, port, path or wildcard: {advice}.";
    }

    private static string? HostWithin(string entry)
    {
        var text = entry.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "https://" + text.TrimStart('/');
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && Uri.CheckHostName(uri.Host) != UriHostNameType.Unknown ? uri.Host : null;
    }
}
