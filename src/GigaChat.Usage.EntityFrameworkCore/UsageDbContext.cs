using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>The stored records as EF Core sees them, for LINQ of your own. Treat them as read-only: the store writes them.</summary>
/// <param name="options">The provider and its connection.</param>
public sealed class UsageDbContext(DbContextOptions<UsageDbContext> options) : DbContext(options)
{
    /// <summary>The records.</summary>
    public DbSet<UsageRecord> Records => Set<UsageRecord>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddGigaChatUsage();
}
