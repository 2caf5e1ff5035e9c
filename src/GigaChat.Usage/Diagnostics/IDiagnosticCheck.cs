namespace GigaChat.Usage.Diagnostics;

/// <summary>A part of the diagnostics that another package of the family adds.</summary>
internal interface IDiagnosticCheck
{
    /// <summary>The part, as the finding about a failed check names it.</summary>
    string Part { get; }

    IEnumerable<UsageFinding> Examine(DateTimeOffset now);
}
