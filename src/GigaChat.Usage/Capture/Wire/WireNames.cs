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
    /// Gets the name; <c>null</c> for a value that cannot be one, so that text of an invalid response is never stored
    /// as a name.
    /// </summary>
    public static string? Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || utf8.Length > UsageRecordLimits.Id || utf8.ContainsAnyExcept(NameBytes))
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
}
