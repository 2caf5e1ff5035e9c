using System.Text;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The trigrams that the indexes of texts are searched for.</summary>
internal static class Trigrams
{
    /// <summary>
    /// The greatest number of trigrams: more would narrow the result little further and cost a list each.
    /// </summary>
    private const int Most = 12;

    /// <summary>
    /// Gets the trigrams that a text consists of, side by side from its end; none for a text of less than three
    /// characters. Overlapping ones are omitted: texts with all of these are compared with the whole text anyway, and a
    /// trigram that most texts have costs a read of a list as long.
    /// </summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var trigrams = new List<string>();
        for (var next = runes.Length; runes.Length >= 3 && next > 0 && trigrams.Count < Most; next -= 3)
        {
            var first = Math.Max(next - 3, 0);
            trigrams.Add($"{runes[first]}{runes[first + 1]}{runes[first + 2]}");
        }

        return trigrams;
    }
}
