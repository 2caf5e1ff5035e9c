using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Gets the string of a frequent name on the wire (a model, a finish reason) without a new allocation for each
/// occurrence.
/// </summary>
internal static class WireNames
{
    private const int MaxKnown = 512;

    private static readonly SearchValues<byte> NameBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:_-/@+"u8
    );

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Gets a model or a finish reason; <c>null</c> for a value that cannot be one, so that text of an invalid response
    /// is never stored as a name.
    /// </summary>
    public static string? Get(ReadOnlySpan<byte> utf8)
    {
        if (!IsName(utf8))
            return null;
        Span<char> buffer = stackalloc char[UsageRecordLimits.Id];
        return Get(buffer[..Encoding.ASCII.GetChars(utf8, buffer)]);
    }

    public static string Get(ReadOnlySpan<char> name)
    {
        if (Lookup.TryGetValue(name, out var known))
            return known;
        var made = name.ToString();
        // A server that returns a new name each time must not exhaust the memory.
        if (Known.Count < MaxKnown)
            Known.TryAdd(made, made);
        return made;
    }

    /// <summary>
    /// Gets an id or another name that need not occur twice; <c>null</c> for a value that cannot be one. It takes none
    /// of the places of the names that do.
    /// </summary>
    public static string? GetOnce(ReadOnlySpan<byte> utf8) => IsName(utf8) ? Encoding.ASCII.GetString(utf8) : null;

    /// <summary>Gets <c>true</c> if a name takes one of the places; otherwise, <c>false</c>.</summary>
    internal static bool IsKept(string name) => Known.ContainsKey(name);

    private static bool IsName(ReadOnlySpan<byte> utf8) =>
        !utf8.IsEmpty && utf8.Length <= UsageRecordLimits.Id && !utf8.ContainsAnyExcept(NameBytes);
}
