namespace GigaChat.Usage;

/// <summary>The severity of a finding.</summary>
public enum UsageFindingSeverity
{
    /// <summary>Information; every figure is correct.</summary>
    Notice,

    /// <summary>Figures are, or soon will be, incomplete or inexact.</summary>
    Warning,

    /// <summary>Records are lost, or none can be stored or read.</summary>
    Error,
}
