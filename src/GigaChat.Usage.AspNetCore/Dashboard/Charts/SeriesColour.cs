namespace GigaChat.Usage.AspNetCore;

/// <summary>The colours of series: classes <c>s1</c> to <c>s8</c> of the style sheet.</summary>
internal static class SeriesColour
{
    private const int Count = 8;

    private static readonly UsageOperation[] Fixed =
    [
        UsageOperation.TextGeneration,
        UsageOperation.ImagePrompt,
        UsageOperation.ImageGeneration,
        UsageOperation.Embedding,
        UsageOperation.AiCheck,
        UsageOperation.FilterCheck,
    ];

    /// <summary>
    /// Gets the colour of an operation, the same everywhere; custom operations share the last but one.
    /// </summary>
    public static string Of(UsageOperation operation) =>
        Array.IndexOf(Fixed, operation) is >= 0 and var index ? $"s{index + 1}" : $"s{Fixed.Length + 1}";

    /// <summary>Gets the colour of the series at an index; those beyond the last share it.</summary>
    public static string At(int index) => $"s{Math.Min(index + 1, Count)}";
}
