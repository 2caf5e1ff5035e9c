using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage;

internal static class BudgetRowMap
{
    public static void Configure(EntityTypeBuilder<BudgetRow> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.BudgetsName, schema);
        entity.HasKey(row => new { row.Id, row.PeriodStart });
        storage.Text(entity.Property(row => row.Id), "id", BudgetRow.MaxIdLength);
        entity.Property(row => row.PeriodStart).HasColumnName("period_start");
        entity.Property(row => row.Used).HasColumnName("used");
        entity.Property(row => row.Reserved).HasColumnName("reserved");
        entity.Property(row => row.Marked).HasColumnName("marked");
        entity.Property(row => row.MarkedAt).HasColumnName("marked_at");
    }
}
