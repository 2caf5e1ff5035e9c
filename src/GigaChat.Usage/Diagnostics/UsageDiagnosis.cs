namespace GigaChat.Usage;

/// <summary>What an examination found.</summary>
public sealed class UsageDiagnosis
{
    internal UsageDiagnosis(DateTimeOffset examinedAt, IReadOnlyList<UsageFinding> findings)
    {
        ExaminedAt = examinedAt;
        Findings = findings;
    }

    /// <summary>The time of the examination, in UTC.</summary>
    public DateTimeOffset ExaminedAt { get; }

    /// <summary>The findings, the most severe first; empty when there are none.</summary>
    public IReadOnlyList<UsageFinding> Findings { get; }

    /// <summary>Whether nothing was found.</summary>
    public bool IsHealthy => Findings.Count == 0;

    /// <summary>Whether records are lost, or none can be kept or read.</summary>
    public bool HasErrors => Findings.Any(static finding => finding.Severity == UsageFindingSeverity.Error);
}
