namespace GigaChat.Usage;

/// <summary>What an examination found.</summary>
/// <param name="ExaminedAt">When, in UTC.</param>
/// <param name="Findings">The findings, those that matter most first; none when all is well.</param>
public sealed record UsageDiagnosis(DateTimeOffset ExaminedAt, IReadOnlyList<UsageFinding> Findings)
{
    /// <summary>Whether nothing was found.</summary>
    public bool IsHealthy => Findings.Count == 0;

    /// <summary>Whether records are lost, or none can be kept or read.</summary>
    public bool HasErrors => Findings.Any(static finding => finding.Severity == UsageFindingSeverity.Error);
}
