namespace GigaChat.Usage.Alerts;

/// <summary>Writes a text in both languages.</summary>
internal static class AlertTexts
{
    public static UsageAlertObservation Observe(
        string key,
        Func<AlertWords, UsageAlertText> write,
        params ReadOnlySpan<(string Name, object? Value)> figures
    ) =>
        new()
        {
            Key = Labels.Fit(key, 255),
            English = write(AlertWords.English),
            Russian = write(AlertWords.Russian),
            Figures = Figures(figures),
        };

    public static UsageAlertText Text(string title, params IEnumerable<string?> lines) =>
        new() { Title = title, Body = string.Join('\n', lines.Where(static line => line is { Length: > 0 })) };

    public static IReadOnlyDictionary<string, string> Figures(ReadOnlySpan<(string Name, object? Value)> figures)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in figures)
        {
            if (value is null)
                continue;
            named[name] = value switch
            {
                DateTimeOffset at => at.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
                DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                IFormattable other => other.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                _ => value.ToString() ?? "",
            };
        }

        return named;
    }

    /// <summary>Adds lines to a text, and tables.</summary>
    public static UsageAlertText And(
        this UsageAlertText text,
        string lines,
        params IEnumerable<UsageAlertTable> tables
    ) =>
        text with
        {
            Body =
                text.Body.Length == 0 ? lines
                : lines.Length == 0 ? text.Body
                : $"{text.Body}\n{lines}",
            Tables = [.. text.Tables, .. tables],
        };
}
