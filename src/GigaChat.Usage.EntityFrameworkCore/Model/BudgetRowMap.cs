using GigaChat.Usage.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static class BudgetRowMap
{
    public static void Configure(EntityTypeBuilder<BudgetRow> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.BudgetsName, schema);
        entity.HasKey(row => row.Id);
        storage.Id(entity.Property(row => row.Id), "id");
        storage.Text(entity.Property(row => row.Name), "name", UsageRecordLimits.Name);
        storage.Text(entity.Property(row => row.Scope), "scope", BudgetRow.ScopeLength);
        storage.Text(entity.Property(row => row.TagKey), "tag_key", UsageRecordLimits.TagKey).HasDefaultValue("");
        storage.Text(entity.Property(row => row.Key), "key", UsageRecordLimits.Id);
        storage.Text(entity.Property(row => row.Unit), "unit", BudgetRow.UnitLength);
        storage.Text(entity.Property(row => row.Period), "period", BudgetRow.PeriodLength);
        entity.Property(row => row.PeriodStart).HasColumnName("period_start");
        entity.Property(row => row.PeriodEnd).HasColumnName("period_end");
        entity.Property(row => row.Used).HasColumnName("used");
        entity.Property(row => row.Reserved).HasColumnName("reserved");
        entity.Property(row => row.Marked).HasColumnName("marked");
        entity.Property(row => row.MarkedAt).HasColumnName("marked_at");
        entity
            .HasIndex(row => new
            {
                row.Name,
                row.Scope,
                row.TagKey,
                row.Key,
                row.Unit,
                row.Period,
                row.PeriodStart,
            })
            .IsUnique()
            .HasDatabaseName("ix_gigachat_usage_budgets_counter");
    }
}
