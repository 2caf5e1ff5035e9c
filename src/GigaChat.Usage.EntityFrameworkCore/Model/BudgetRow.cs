namespace GigaChat.Usage;

/// <summary>What stands on a budget's counter. A rolling one has a row for what is reserved, which is also its lock, and one for each step of its window that was used.</summary>
internal sealed class BudgetRow
{
    /// <summary>The longest id: a budget's name, a slash and a key.</summary>
    public const int MaxIdLength = UsageRecordLimits.Name + 1 + UsageRecordLimits.Id;

    public string Id { get; set; } = "";

    /// <summary>The first moment of the period, or of the step, in microseconds since 1970; <see cref="long.MinValue"/> for a rolling counter's own row.</summary>
    public long PeriodStart { get; set; }

    public long Used { get; set; }

    public long Reserved { get; set; }

    /// <summary>The highest threshold that was told, in percent.</summary>
    public int Marked { get; set; }

    /// <summary>When it was, in microseconds since 1970.</summary>
    public long MarkedAt { get; set; }
}
