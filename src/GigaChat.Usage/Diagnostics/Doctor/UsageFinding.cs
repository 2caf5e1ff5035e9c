namespace GigaChat.Usage;

/// <summary>One thing that <see cref="GigaChatUsageDoctor"/> found. It holds names and numbers, never a secret, an
/// error's text or anything of a call.</summary>
/// <param name="Code">What was found, one of <see cref="UsageFindingCode"/>; stable from version to version.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Seen">What was seen, with figures: one sentence in English.</param>
/// <param name="Advice">What to do about it: one sentence in English.</param>
public sealed record UsageFinding(string Code, UsageFindingSeverity Severity, string Seen, string Advice)
{
    /// <summary>
    /// The figures of <see cref="Seen"/> by the names that <see cref="UsageFindingCode"/> tells: counts are
    /// <see cref="long"/>, shares <see cref="double"/> from 0
    /// to 1, times <see cref="TimeSpan"/>, and all else <see cref="string"/>.
    /// </summary>
    public IReadOnlyDictionary<string, object> Figures { get; init; } =
        new Dictionary<string, object>(StringComparer.Ordinal);

    internal static UsageFinding Of(
        string code,
        UsageFindingSeverity severity,
        FormattableString seen,
        string advice,
        params ReadOnlySpan<(string Name, object Value)> figures
    )
    {
        var named = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in figures)
            named.Add(name, value);
        return new UsageFinding(code, severity, FormattableString.Invariant(seen), advice) { Figures = named };
    }
}
