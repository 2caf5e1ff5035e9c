using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage;

/// <summary>What a call in flight holds of a counter, until it is settled or its lease is over.</summary>
internal sealed class ReservationRow
{
    public Guid Reservation { get; set; }

    public string Id { get; set; } = "";

    public long PeriodStart { get; set; }

    public long Amount { get; set; }

    /// <summary>The end of the lease, in microseconds since 1970.</summary>
    public long ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<ReservationRow> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.ReservationsName, schema);
        entity.HasKey(row => new { row.Reservation, row.Id });
        storage.Id(entity.Property(row => row.Reservation), "reservation");
        storage.Text(entity.Property(row => row.Id), "id", BudgetRow.MaxIdLength);
        entity.Property(row => row.PeriodStart).HasColumnName("period_start");
        entity.Property(row => row.Amount).HasColumnName("amount");
        entity.Property(row => row.ExpiresAt).HasColumnName("expires_at");
        entity.HasIndex(row => row.ExpiresAt).HasDatabaseName("ix_gigachat_usage_reservations_expires");
    }
}
