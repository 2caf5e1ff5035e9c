using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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

    public static void Configure(EntityTypeBuilder<BudgetRow> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.BudgetsName, schema);
        entity.HasKey(row => new { row.Id, row.PeriodStart });
        storage.Text(entity.Property(row => row.Id), "id", MaxIdLength);
        entity.Property(row => row.PeriodStart).HasColumnName("period_start");
        entity.Property(row => row.Used).HasColumnName("used");
        entity.Property(row => row.Reserved).HasColumnName("reserved");
        entity.Property(row => row.Marked).HasColumnName("marked");
        entity.Property(row => row.MarkedAt).HasColumnName("marked_at");
    }
}
