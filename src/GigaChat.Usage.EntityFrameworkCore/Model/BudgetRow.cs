namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A budget's counter. What makes it one of its own stands in columns of their own (L32).</summary>
internal sealed class BudgetRow
{
    public const int ScopeLength = 20;
    public const int UnitLength = 10;
    public const int PeriodLength = 40;

    /// <summary>Made by whoever opens the counter, and never used again: what holds on to a row that was deleted finds
    /// none, and not another.</summary>
    public Guid Id { get; set; }

    public string Name { get; set; } = "";

    public string Scope { get; set; } = "";

    /// <summary>Empty for everything together.</summary>
    public string Key { get; set; } = "";

    /// <summary><c>Tokens</c> or <c>Rubles</c>, whose billionths are counted.</summary>
    public string Unit { get; set; } = "";

    /// <summary>The kind of the period, for a rolling one with its length.</summary>
    public string Period { get; set; } = "";

    /// <summary>The first moment of the period in microseconds since 1970; 0 for a rolling counter.</summary>
    public long PeriodStart { get; set; }

    /// <summary>When the counter may be forgotten, in microseconds since 1970.</summary>
    public long PeriodEnd { get; set; }

    /// <summary>What is used; of a rolling counter the steps tell.</summary>
    public long Used { get; set; }

    public long Reserved { get; set; }

    /// <summary>The highest threshold that was marked, in percent.</summary>
    public int Marked { get; set; }

    /// <summary>When it was, in microseconds since 1970.</summary>
    public long MarkedAt { get; set; }
}
