namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A budget's counter. All that identifies it is in separate columns (L32).</summary>
internal sealed class BudgetRow
{
    public const int ScopeLength = 20;
    public const int UnitLength = 10;
    public const int PeriodLength = 40;

    /// <summary>
    /// The id. The process that opens the counter creates it, and it is never reused: a reference to a deleted row
    /// finds no row instead of another one.
    /// </summary>
    public Guid Id { get; set; }

    public string Name { get; set; } = "";

    public string Scope { get; set; } = "";

    /// <summary>The key of the tag; empty for other scopes.</summary>
    public string TagKey { get; set; } = "";

    /// <summary>The key of the counter; empty for a budget that covers everything.</summary>
    public string Key { get; set; } = "";

    /// <summary><c>Tokens</c>, or <c>Rubles</c>, which are counted in billionths.</summary>
    public string Unit { get; set; } = "";

    /// <summary>The kind of the period; for a rolling one with its length.</summary>
    public string Period { get; set; } = "";

    /// <summary>The first moment of the period in microseconds since 1970; 0 for a rolling counter.</summary>
    public long PeriodStart { get; set; }

    /// <summary>The time from which the counter may be deleted, in microseconds since 1970.</summary>
    public long PeriodEnd { get; set; }

    /// <summary>The used amount; the use of a rolling counter is in its steps.</summary>
    public long Used { get; set; }

    public long Reserved { get; set; }

    /// <summary>The highest threshold that was marked, in percent.</summary>
    public int Marked { get; set; }

    /// <summary>The time of that mark, in microseconds since 1970.</summary>
    public long MarkedAt { get; set; }
}
