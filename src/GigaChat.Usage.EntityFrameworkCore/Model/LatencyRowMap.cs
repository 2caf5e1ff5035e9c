using GigaChat.Usage.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static class LatencyRowMap
{
    public static void Configure(EntityTypeBuilder<LatencyRow> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.LatencyName, schema);
        entity.HasKey(row => new
        {
            row.Kind,
            row.Bucket,
            row.Operation,
            row.Model,
            row.Platform,
        });
        entity.Property(row => row.Kind).HasColumnName("kind").HasConversion<short>();
        storage.Time(entity.Property(row => row.Bucket), "bucket");
        storage.Text(entity.Property(row => row.Operation), "operation", UsageRecordLimits.Name);
        storage.Text(entity.Property(row => row.Model), "model", UsageRecordLimits.Model);
        storage.Text(entity.Property(row => row.Platform), "platform", UsageRecordLimits.Name);
        entity.Property(row => row.Histograms).HasColumnName("histograms");
        entity.Property(row => row.CompactAt).HasColumnName("compact_at");
    }
}
