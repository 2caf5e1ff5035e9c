using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>The stored records as EF Core sees them, for LINQ of your own. Treat them as read-only: the store writes
/// them.</summary>
/// <remarks>Rollups follow what <see cref="EfUsageStore"/> writes: rows changed here by hand need
/// <see cref="EfUsageStore.RebuildRollupsAsync"/>.</remarks>
public sealed class UsageDbContext : DbContext
{
    /// <summary>Makes the context.</summary>
    /// <param name="options">Its provider and connection.</param>
    /// <param name="schema">The schema of its tables; null for the database's default.</param>
    public UsageDbContext(DbContextOptions<UsageDbContext> options, string? schema = null)
        : base(options) => Schema = schema;

    /// <summary>The schema of the tables; null for the database's default.</summary>
    public string? Schema { get; }

    /// <summary>The records.</summary>
    public DbSet<UsageRecord> Records => Set<UsageRecord>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddGigaChatUsage(Schema);
}
