namespace GigaChat.Usage.Testing;

/// <summary>Splits a text into the pieces of a stream, never within a surrogate pair.</summary>
internal static class TextPieces
{
    public static IEnumerable<string> Of(string text, int length)
    {
        for (var start = 0; start < text.Length; )
        {
            var end = Math.Min(text.Length, start + Math.Max(1, length));
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
                end++;
            yield return text[start..end];
            start = end;
        }
    }
}
