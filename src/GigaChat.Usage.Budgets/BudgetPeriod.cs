namespace GigaChat.Usage;

/// <summary>The kinds of periods after which a budget is renewed.</summary>
public enum BudgetPeriod
{
    /// <summary>A calendar month in the report time zone.</summary>
    Month = 0,

    /// <summary>A week in the report time zone, from Monday.</summary>
    Week = 1,

    /// <summary>A day in the report time zone.</summary>
    Day = 2,

    /// <summary>A rolling period: the use of the last <see cref="UsageBudget.Window"/> counts.</summary>
    Rolling = 3,
}
