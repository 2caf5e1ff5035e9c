using GigaChat.Usage.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static class AlertDeliveryRowMap
{
    public static void Configure(EntityTypeBuilder<AlertDeliveryRow> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.AlertDeliveriesName, schema);
        entity.HasKey(row => row.Sequence);
        entity.Property(row => row.Sequence).HasColumnName("sequence").ValueGeneratedOnAdd();
        storage.Id(entity.Property(row => row.NotificationId), "notification_id");
        storage.Text(entity.Property(row => row.Sink), "sink", UsageRecordLimits.Name);
        storage.Text(entity.Property(row => row.Rule), "rule", AlertRow.RuleLength);
        entity.Property(row => row.IsLimited).HasColumnName("is_limited");
        storage.Text(entity.Property(row => row.Payload), "payload", maxLength: null);
        storage.Text(entity.Property(row => row.Users), "users", maxLength: null);
        entity.Property(row => row.CreatedAt).HasColumnName("created_at");
        entity.Property(row => row.NextAttemptAt).HasColumnName("next_attempt_at");
        entity.Property(row => row.Attempts).HasColumnName("attempts");
        storage.Id(entity.Property(row => row.Claim), "claim");
        entity.Property(row => row.ClaimedUntil).HasColumnName("claimed_until");
        storage.Text(entity.Property(row => row.LastError), "last_error", AlertDeliveryRow.ErrorLength);
        entity.Property(row => row.FinishedAt).HasColumnName("finished_at");
        entity
            .HasIndex(row => new
            {
                row.Sink,
                row.FinishedAt,
                row.Sequence,
            })
            .HasDatabaseName("ix_gigachat_usage_alert_deliveries_waiting");
    }
}
