using System.Text;

namespace GigaChat.Usage.Testing;

/// <summary>Texts that look like a model's and depend only on the prompt.</summary>
internal static class Replies
{
    private static readonly string[] Russian =
    [
        "Начнём с главного: важно понять, какую задачу мы решаем и для кого.",
        "Это можно представить как лестницу, где каждая ступень опирается на предыдущую.",
        "На практике полезно проверить вывод на трёх-четырёх простых примерах.",
        "Обратите внимание на числа: 12 из 40 случаев приходятся на первую неделю.",
        "Если времени мало, оставьте два коротких упражнения и один вопрос для обсуждения.",
        "Хороший итог урока — фраза, которую ученик может повторить своими словами.",
        "Остальное зависит от аудитории, поэтому план лучше держать гибким.",
    ];

    private static readonly string[] English =
    [
        "Let us begin with the question that matters most to the reader.",
        "A small example shows the idea better than a long definition.",
        "Out of 40 cases, 12 fall into the first week, so plan for it.",
        "Check the result against what you already know, then simplify.",
        "Everything else depends on the audience and can be decided later.",
    ];

    public static string To(string prompt)
    {
        var sentences = prompt.Any(static c => c is >= '\u0400' and <= '\u04FF') ? Russian : English;
        var seed = Hash(prompt);
        var count = 2 + (int)(seed % 6);
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append(' ');
            text.Append(sentences[(int)((seed + (uint)i) % (uint)sentences.Length)]);
        }

        return text.ToString();
    }

    /// <summary>Gets the reasoning of a model about a prompt.</summary>
    public static string ThoughtsOn(string prompt) =>
        $"Вопрос из {prompt.Length} знаков. Сначала главное, потом пример, потом проверка на {1 + (Hash(prompt) % 9)} случаях.";

    /// <summary>Computes FNV-1a: the same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
    public static uint Hash(string text)
    {
        var hash = 2_166_136_261u;
        foreach (var c in text)
            hash = (hash ^ c) * 16_777_619u;
        return hash;
    }
}
