namespace GigaChat.Usage;

/// <summary>The result of an examination.</summary>
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

    /// <summary><c>true</c> if there are no findings; otherwise, <c>false</c>.</summary>
    public bool IsHealthy => Findings.Count == 0;

    /// <summary><c>true</c> if records are lost, or none can be stored or read; otherwise, <c>false</c>.</summary>
    public bool HasErrors => Findings.Any(static finding => finding.Severity == UsageFindingSeverity.Error);
}
