using GigaChat.Usage.Estimation;

namespace GigaChat.Usage;

/// <summary>
/// The composition of a text: its characters (UTF-16 units) by class, and the runs they form. The text itself is not
/// stored.
/// </summary>
public readonly record struct TextMeasure
{
    /// <summary>The number of all characters.</summary>
    public int Characters { get; init; }

    /// <summary>The number of letters of the Cyrillic block.</summary>
    public int Cyrillic { get; init; }

    /// <summary>The number of letters A to Z in either case.</summary>
    public int Latin { get; init; }

    /// <summary>The number of digits 0 to 9.</summary>
    public int Digits { get; init; }

    /// <summary>The number of spaces, tabs and line ends.</summary>
    public int WhiteSpace { get; init; }

    /// <summary>The number of other ASCII characters: punctuation and symbols.</summary>
    public int Punctuation { get; init; }

    /// <summary>The number of all other characters: other scripts, typographic signs, emoji.</summary>
    public int Other => Characters - Cyrillic - Latin - Digits - WhiteSpace - Punctuation;

    /// <summary>The number of runs of Cyrillic letters; 0 if unknown.</summary>
    public int CyrillicWords { get; init; }

    /// <summary>
    /// The number of runs of the letters A to Z, where a capital letter after a small letter begins a new run; 0 if
    /// unknown.
    /// </summary>
    public int LatinWords { get; init; }

    /// <summary>The number of runs of digits; 0 if unknown.</summary>
    public int Numbers { get; init; }

    /// <summary>The number of runs of punctuation; 0 if unknown.</summary>
    public int PunctuationRuns { get; init; }

    /// <summary>
    /// The number of runs of white space that are not part of the word after them: line ends, indentation, a space
    /// before a digit.
    /// </summary>
    public int Breaks { get; init; }

    /// <summary>The number of messages or inputs that contain the text; 1 for a response.</summary>
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
