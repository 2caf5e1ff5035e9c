using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>Extension methods that add the tables of usage tracking to a model.</summary>
public static class UsageModelBuilderExtensions
{
    /// <summary>
    /// Adds the tables <c>gigachat_usage_records</c>, <c>_rollups</c>, <c>_latency</c>, <c>_tag_rollups</c>,
    /// <c>_texts</c>, <c>_settings</c>, <c>_budgets</c>, <c>_budget_steps</c>, <c>_reservations</c>, <c>_alerts</c> and
    /// <c>_alert_deliveries</c> to the model of an application's context.
    /// </summary>
    /// <param name="modelBuilder">The model, in <c>OnModelCreating</c>.</param>
    /// <param name="schema">The schema of the tables; null for the database's default, and on SQLite, which has no
    /// schemas.</param>
    /// <returns>The model builder.</returns>
    /// <remarks>
    /// On PostgreSQL times are <c>timestamptz</c> and ids <c>uuid</c>; on SQLite times are whole microseconds since
    /// 1970 and ids 16 bytes in the order they are written, so that both compare as in .NET. The migrations of that
    /// context then create the tables.
    /// </remarks>
    public static ModelBuilder AddGigaChatUsage(this ModelBuilder modelBuilder, string? schema = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var storage = UsageColumnStorage.Of(modelBuilder.Model);
        modelBuilder.Entity<UsageRecord>(entity => UsageRecordMap.Configure(entity, storage, schema));
        modelBuilder.Entity<UsageRollup>(entity => UsageRollupMap.Configure(entity, storage, schema));
        modelBuilder.Entity<LatencyRow>(entity => LatencyRowMap.Configure(entity, storage, schema));
        modelBuilder.Entity<TagRollup>(entity => TagRollupMap.Configure(entity, storage, schema));
        modelBuilder.Entity<UsageText>(entity => UsageTextMap.Configure(entity, storage, schema));
        modelBuilder.Entity<UsageSetting>(entity => UsageSettingMap.Configure(entity, storage, schema));
        modelBuilder.Entity<BudgetRow>(entity => BudgetRowMap.Configure(entity, storage, schema));
        modelBuilder.Entity<BudgetStepRow>(entity => BudgetStepRowMap.Configure(entity, storage, schema));
        modelBuilder.Entity<ReservationRow>(entity => ReservationRowMap.Configure(entity, storage, schema));
        modelBuilder.Entity<AlertRow>(entity => AlertRowMap.Configure(entity, storage, schema));
        modelBuilder.Entity<AlertDeliveryRow>(entity => AlertDeliveryRowMap.Configure(entity, storage, schema));
        return modelBuilder;
    }
}
