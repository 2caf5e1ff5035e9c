using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static class ReservationRowMap
{
    public static void Configure(EntityTypeBuilder<ReservationRow> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.ReservationsName, schema);
        entity.HasKey(row => new { row.Reservation, row.Counter });
        storage.Id(entity.Property(row => row.Reservation), "reservation");
        storage.Id(entity.Property(row => row.Counter), "counter");
        entity.Property(row => row.Amount).HasColumnName("amount");
        entity.Property(row => row.ExpiresAt).HasColumnName("expires_at");
        entity.HasIndex(row => row.ExpiresAt).HasDatabaseName("ix_gigachat_usage_reservations_expires");
    }
}
