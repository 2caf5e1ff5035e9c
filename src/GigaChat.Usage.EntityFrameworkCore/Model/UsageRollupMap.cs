using GigaChat.Usage.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static class UsageRollupMap
{
    public static void Configure(EntityTypeBuilder<UsageRollup> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.RollupsName, schema);
        entity.HasKey(rollup => new
        {
            rollup.Kind,
            rollup.Bucket,
            rollup.UserId,
            rollup.AccessToken,
            rollup.Operation,
            rollup.Model,
            rollup.AccessTokenType,
            rollup.Platform,
            rollup.Source,
            rollup.Outcome,
            rollup.IsBatch,
        });
        entity.Property(rollup => rollup.Kind).HasColumnName("kind").HasConversion<short>();
        storage.Time(entity.Property(rollup => rollup.Bucket), "bucket");
        storage.Text(entity.Property(rollup => rollup.Operation), "operation", UsageRecordLimits.Name);
        storage.Text(entity.Property(rollup => rollup.Model), "model", UsageRecordLimits.Model);
        storage.Text(entity.Property(rollup => rollup.UserId), "user_id", UsageRecordLimits.Id);
        storage.Text(entity.Property(rollup => rollup.AccessToken), "access_token", UsageRecordLimits.Id);
        storage.Text(entity.Property(rollup => rollup.AccessTokenType), "access_token_type", UsageRecordLimits.Name);
        storage.Text(entity.Property(rollup => rollup.Platform), "platform", UsageRecordLimits.Name);
        entity.Property(rollup => rollup.Source).HasColumnName("source").HasConversion<short>();
        entity.Property(rollup => rollup.Outcome).HasColumnName("outcome").HasConversion<short>();
        entity.Property(rollup => rollup.IsBatch).HasColumnName("is_batch");
        entity.Property(rollup => rollup.Count).HasColumnName("records");
        entity.Property(rollup => rollup.Calls).HasColumnName("calls");
        entity.Property(rollup => rollup.PromptTokens).HasColumnName("prompt_tokens");
        entity.Property(rollup => rollup.CompletionTokens).HasColumnName("completion_tokens");
        entity.Property(rollup => rollup.CachedPromptTokens).HasColumnName("cached_prompt_tokens");
        entity.Property(rollup => rollup.TotalTokens).HasColumnName("total_tokens");
        entity.Property(rollup => rollup.EstimatedTokens).HasColumnName("estimated_tokens");
        storage.Text(
            entity.Property(rollup => rollup.NameStamp),
            "name_stamp",
            NameStamp.Length + UsageRecordLimits.LongText
        );
    }
}
