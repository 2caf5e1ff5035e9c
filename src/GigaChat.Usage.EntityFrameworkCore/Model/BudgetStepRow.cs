namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The use of one step of a rolling counter's window.</summary>
internal sealed class BudgetStepRow
{
    /// <summary>The counter's id.</summary>
    public Guid Counter { get; set; }

    /// <summary>The first moment of the step, in microseconds since 1970.</summary>
    public long Step { get; set; }

    public long Used { get; set; }
}
