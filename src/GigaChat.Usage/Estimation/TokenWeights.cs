namespace GigaChat.Usage.Estimation;

/// <summary>The tokens for each component of a text. All are 0 or more, so more text never has fewer tokens.</summary>
internal readonly record struct TokenWeights
{
    public double CyrillicWord { get; init; }

    public double CyrillicLetter { get; init; }

    public double LatinWord { get; init; }

    public double LatinLetter { get; init; }

    public double Number { get; init; }

    public double FurtherDigit { get; init; }

    public double PunctuationRun { get; init; }

    public double FurtherPunctuation { get; init; }

    public double Break { get; init; }

    public double Other { get; init; }

    /// <summary>Gets the tokens of a text without the additional tokens of its kind.</summary>
    public double Of(in TextMeasure text)
    {
        var numbers = Runs(text.Numbers, text.Digits, perRun: 2);
        var punctuation = Runs(text.PunctuationRuns, text.Punctuation, perRun: 1);
        return (CyrillicWord * Runs(text.CyrillicWords, text.Cyrillic, perRun: 6))
            + (CyrillicLetter * text.Cyrillic)
            + (LatinWord * Runs(text.LatinWords, text.Latin, perRun: 5))
            + (LatinLetter * text.Latin)
            + (Number * numbers)
            + (FurtherDigit * (text.Digits - numbers))
            + (PunctuationRun * punctuation)
            + (FurtherPunctuation * (text.Punctuation - punctuation))
            + (Break * text.Breaks)
            + (Other * text.Other);
    }

    /// <summary>Gets the number of runs; if a measure has none, the usual number for such a text.</summary>
    private static double Runs(int runs, int characters, int perRun) => runs > 0 ? runs : (double)characters / perRun;
}
