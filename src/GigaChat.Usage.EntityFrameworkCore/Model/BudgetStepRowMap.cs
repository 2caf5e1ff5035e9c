using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static class BudgetStepRowMap
{
    public static void Configure(EntityTypeBuilder<BudgetStepRow> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.BudgetStepsName, schema);
        entity.HasKey(row => new { row.Counter, row.Step });
        storage.Id(entity.Property(row => row.Counter), "counter");
        entity.Property(row => row.Step).HasColumnName("step");
        entity.Property(row => row.Used).HasColumnName("used");
    }
}
