using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>Puts usage tracking into an EF Core model.</summary>
public static class UsageModelBuilderExtensions
{
    /// <summary>Adds the table <c>gigachat_usage_records</c> to the model of a context of your own; your migrations then create it, and your LINQ can join it.</summary>
    /// <param name="modelBuilder">The model, in <c>OnModelCreating</c>.</param>
    /// <param name="schema">The table's schema; null for the database's default, and for SQLite, which has none.</param>
    /// <returns>The model builder.</returns>
    /// <remarks>Times and durations are whole microseconds (times since 1970, UTC), ids 16 bytes in the order a UUID is written, so that all of them sort in the database as they do here.</remarks>
    public static ModelBuilder AddGigaChatUsage(this ModelBuilder modelBuilder, string? schema = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        return modelBuilder.Entity<UsageRecord>(entity => UsageRecordMap.Configure(entity, schema));
    }
}
