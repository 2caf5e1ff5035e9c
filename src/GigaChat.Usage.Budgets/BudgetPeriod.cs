namespace GigaChat.Usage;

/// <summary>When a budget is full again.</summary>
public enum BudgetPeriod
{
    /// <summary>At the start of each month of the report's time zone.</summary>
    Month = 0,

    /// <summary>At the start of each Monday of the report's time zone.</summary>
    Week = 1,

    /// <summary>At the start of each day of the report's time zone.</summary>
    Day = 2,

    /// <summary>Bit by bit: what counts is the use of the last <see cref="UsageBudget.Window"/>.</summary>
    Rolling = 3,
}
