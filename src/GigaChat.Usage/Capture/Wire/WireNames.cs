using System.Collections.Concurrent;
using System.Text;

namespace GigaChat.Usage.Capture;

/// <summary>Gives the string of a name that comes again and again on the wire (a model, a finish reason) without making it anew each time.</summary>
internal static class WireNames
{
    private const int MaxKnown = 512;

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    public static string? Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return null;
        Span<char> buffer = stackalloc char[256];
        if (utf8.Length > buffer.Length)
            utf8 = utf8[..buffer.Length];
        return Get(buffer[..Encoding.UTF8.GetChars(utf8, buffer)]);
    }

    public static string Get(ReadOnlySpan<char> name)
    {
        if (Lookup.TryGetValue(name, out var known))
            return known;
        var made = name.ToString();
        // A server that answers with a new name each time must not fill the memory.
        if (Known.Count < MaxKnown)
            Known.TryAdd(made, made);
        return made;
    }
}
