namespace GigaChat.Usage;

/// <summary>
/// One observation of <see cref="GigaChatUsageDoctor"/>. It contains names and numbers, never a secret, an error's text
/// or data of a call.
/// </summary>
public sealed class UsageFinding
{
    internal UsageFinding(string code, UsageFindingSeverity severity, string seen, string advice)
    {
        Code = code;
        Severity = severity;
        Seen = seen;
        Advice = advice;
    }

    /// <summary>
    /// The code of the finding, one of <see cref="UsageFindingCode"/>; stable from version to version.
    /// </summary>
    public string Code { get; }

    /// <summary>The severity of the finding.</summary>
    public UsageFindingSeverity Severity { get; }

    /// <summary>The observation with its figures: one sentence in English.</summary>
    public string Seen { get; }

    /// <summary>The advice: one sentence in English.</summary>
    public string Advice { get; }

    /// <summary>
    /// The figures of <see cref="Seen"/> by the names that <see cref="UsageFindingCode"/> lists: counts are
    /// <see cref="long"/>, shares <see cref="double"/> from 0 to 1, times <see cref="TimeSpan"/>, and all else
    /// <see cref="string"/>.
    /// </summary>
    public IReadOnlyDictionary<string, object> Figures { get; internal init; } =
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

    /// <summary>Returns the code, the severity and the observation.</summary>
    public override string ToString() => $"{Code} ({Severity}): {Seen}";
}
