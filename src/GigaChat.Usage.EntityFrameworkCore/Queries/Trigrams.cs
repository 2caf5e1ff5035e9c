using System.Text;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>What the indexes of texts are asked for: a text's trigrams.</summary>
internal static class Trigrams
{
    /// <summary>More would narrow the answer little further and cost a list each.</summary>
    private const int Most = 12;

    /// <summary>
    /// The trigrams that a text consists of, side by side from its end; none for a text of less than three characters.
    /// Those that overlap with these are left out: texts
    /// with all of these are compared with the whole anyway, and a trigram that most texts have costs a look through as
    /// many.
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
