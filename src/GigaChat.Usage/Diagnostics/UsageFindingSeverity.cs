namespace GigaChat.Usage;

/// <summary>How much a finding matters.</summary>
public enum UsageFindingSeverity
{
    /// <summary>Worth knowing; no figure is wrong for it.</summary>
    Notice,

    /// <summary>Figures are, or soon will be, less than whole or exact.</summary>
    Warning,

    /// <summary>Records are lost, or none can be kept or read.</summary>
    Error,
}
