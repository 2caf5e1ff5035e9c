using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>Makes contexts on the store's own tables, for the store and for LINQ of the application's.</summary>
internal sealed class UsageContextFactory(DbContextOptions<UsageDbContext> options, string? schema) : IDbContextFactory<UsageDbContext>
{
    public UsageDbContext CreateDbContext() => new(options, schema);

    public UsageContextLease Lease() => UsageContextLease.Of(CreateDbContext());
}
