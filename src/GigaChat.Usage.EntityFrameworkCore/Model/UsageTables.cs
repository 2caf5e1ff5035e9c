using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace GigaChat.Usage;

/// <summary>The names of the tables as SQL writes them, taken from the model of the context that holds them.</summary>
internal sealed record UsageTables(string Records, string Rollups, string Texts, string Settings, string? Schema)
{
    public const string RecordsName = "gigachat_usage_records";
    public const string RollupsName = "gigachat_usage_rollups";
    public const string TextsName = "gigachat_usage_texts";
    public const string SettingsName = "gigachat_usage_settings";

    public static UsageTables Of(DbContext context)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        return new UsageTables(Name<UsageRecord>(), Name<UsageRollup>(), Name<UsageText>(), Name<UsageSetting>(), Entity<UsageRecord>().GetSchema());

        string Name<T>() => sql.DelimitIdentifier(Entity<T>().GetTableName()!, Entity<T>().GetSchema());

        Microsoft.EntityFrameworkCore.Metadata.IEntityType Entity<T>() => context.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException(
            $"The model of {context.GetType()} does not hold the tables of usage tracking: call modelBuilder.AddGigaChatUsage() in its OnModelCreating.");
    }
}
