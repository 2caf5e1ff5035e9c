using GigaChat.Usage.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static class AlertRowMap
{
    public static void Configure(EntityTypeBuilder<AlertRow> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.AlertsName, schema);
        entity.HasKey(row => row.Id);
        storage.Id(entity.Property(row => row.Id), "id");
        storage.Text(entity.Property(row => row.Rule), "rule", AlertRow.RuleLength);
        storage.Text(entity.Property(row => row.Key), "key", AlertRow.KeyLength);
        entity.Property(row => row.Episode).HasColumnName("episode");
        entity.Property(row => row.Severity).HasColumnName("severity");
        entity.Property(row => row.OpenedAt).HasColumnName("opened_at");
        entity.Property(row => row.LastSeenAt).HasColumnName("last_seen_at");
        entity.Property(row => row.ResolvedAt).HasColumnName("resolved_at");
        entity.Property(row => row.NotifiedAt).HasColumnName("notified_at");
        entity.Property(row => row.IsHeld).HasColumnName("is_held");
        entity.Property(row => row.IsCurrent).HasColumnName("is_current");
        storage.Text(entity.Property(row => row.Users), "users", maxLength: null);
        storage.Text(entity.Property(row => row.Content), "content", maxLength: null);
        entity
            .HasIndex(row => new
            {
                row.Rule,
                row.Key,
                row.Episode,
            })
            .IsUnique()
            .HasDatabaseName("ix_gigachat_usage_alerts_episode");
        entity.HasIndex(row => row.IsCurrent).HasDatabaseName("ix_gigachat_usage_alerts_current");
        entity.HasIndex(row => row.OpenedAt).HasDatabaseName("ix_gigachat_usage_alerts_opened");
    }
}
