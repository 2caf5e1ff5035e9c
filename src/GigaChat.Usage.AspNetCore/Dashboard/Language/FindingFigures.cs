namespace GigaChat.Usage.AspNetCore;

/// <summary>The figures of a finding, formatted for a language.</summary>
internal readonly struct FindingFigures(UsageFinding finding, PageText text)
{
    public string Code => finding.Code;

    public string Client => finding.Figures.GetValueOrDefault("client") is "" ? "без имени" : $"«{this["client"]}»";

    /// <summary>Gets a figure; a dash when there is none of this name.</summary>
    public string this[string name] =>
        finding.Figures.GetValueOrDefault(name) switch
        {
            long count => text.Format.Count(count),
            double share => text.Format.Share(share),
            TimeSpan length => text.Length(length.Duration()),
            string written => written,
            _ => "—",
        };

    public bool Has(string name) => finding.Figures.ContainsKey(name);

    /// <summary>Gets a duration in the accusative; a dash when there is none of this name.</summary>
    public string LengthAsObject(string name) =>
        finding.Figures.GetValueOrDefault(name) is TimeSpan length ? text.LengthAsObject(length.Duration()) : "—";

    public TimeSpan Time(string name) =>
        finding.Figures.GetValueOrDefault(name) is TimeSpan length ? length : TimeSpan.Zero;
}
