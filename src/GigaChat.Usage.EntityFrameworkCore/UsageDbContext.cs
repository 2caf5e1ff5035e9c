using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>
/// The stored records as an EF Core context, for application-provided LINQ queries. It is for reading only: the store
/// writes the records.
/// </summary>
/// <remarks>
/// Rollups follow the writes of <see cref="EfUsageStore"/>: after rows are changed here, call
/// <see cref="EfUsageStore.RebuildRollupsAsync"/>.
/// </remarks>
public sealed class UsageDbContext : DbContext
{
    /// <summary>Initializes a new instance of the <see cref="UsageDbContext"/> class.</summary>
    /// <param name="options">The provider and the connection.</param>
    /// <param name="schema">The schema of the tables; null for the database's default.</param>
    public UsageDbContext(DbContextOptions<UsageDbContext> options, string? schema = null)
        : base(options) => Schema = schema;

    /// <summary>The schema of the tables; null for the database's default.</summary>
    public string? Schema { get; }

    /// <summary>The records.</summary>
    public DbSet<UsageRecord> Records => Set<UsageRecord>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddGigaChatUsage(Schema);
}
