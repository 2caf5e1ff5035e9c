using GigaChat.Usage.Estimation;

namespace GigaChat.Usage;

/// <summary>
/// What a text is made of: its characters (UTF-16 units) by class, and the runs they form. The text itself is not kept.
/// </summary>
public readonly record struct TextMeasure
{
    /// <summary>All characters.</summary>
    public int Characters { get; init; }

    /// <summary>Letters of the Cyrillic block.</summary>
    public int Cyrillic { get; init; }

    /// <summary>The letters A to Z in either case.</summary>
    public int Latin { get; init; }

    /// <summary>The digits 0 to 9.</summary>
    public int Digits { get; init; }

    /// <summary>Spaces, tabs and line ends.</summary>
    public int WhiteSpace { get; init; }

    /// <summary>Other characters of ASCII: punctuation and symbols.</summary>
    public int Punctuation { get; init; }

    /// <summary>Everything else: other scripts, typographic signs, emoji.</summary>
    public int Other => Characters - Cyrillic - Latin - Digits - WhiteSpace - Punctuation;

    /// <summary>Runs of Cyrillic letters; 0 when unknown.</summary>
    public int CyrillicWords { get; init; }

    /// <summary>
    /// Runs of the letters A to Z, where a capital after a small letter begins a run of its own; 0 when unknown.
    /// </summary>
    public int LatinWords { get; init; }

    /// <summary>Runs of digits; 0 when unknown.</summary>
    public int Numbers { get; init; }

    /// <summary>Runs of punctuation; 0 when unknown.</summary>
    public int PunctuationRuns { get; init; }

    /// <summary>
    /// White space that does not join the word after it: line ends, indentation, a space before a digit. Each run
    /// counts once.
    /// </summary>
    public int Breaks { get; init; }

    /// <summary>The number of messages or inputs the text was spread over; 1 for a response.</summary>
    public int Parts { get; init; }

    /// <summary>Measures a text.</summary>
    /// <param name="text">The text.</param>
    public static TextMeasure Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var counter = default(TextCounter);
        counter.Add(text);
        return counter.ToMeasure(parts: 1);
    }
}
