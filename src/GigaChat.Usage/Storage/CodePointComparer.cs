namespace GigaChat.Usage.Storage;

/// <summary>
/// Orders texts by Unicode code point, null first: the order of their UTF-8 bytes, which is that of SQLite's BINARY and
/// PostgreSQL's "C" collation. Ordinal comparison in .NET differs from it where surrogates meet U+E000–U+FFFF.
/// </summary>
internal sealed class CodePointComparer : IComparer<string?>
{
    public static CodePointComparer Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var same = x.AsSpan().CommonPrefixLength(y);
        if (same == x.Length || same == y.Length)
            return x.Length.CompareTo(y.Length);
        return Rank(x[same]).CompareTo(Rank(y[same]));
    }

    // Surrogates stand for code points above every other UTF-16 unit.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
