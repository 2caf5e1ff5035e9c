using GigaChat.Usage.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static class TagRollupMap
{
    public static void Configure(EntityTypeBuilder<TagRollup> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.TagRollupsName, schema);
        entity.HasKey(rollup => new
        {
            rollup.Kind,
            rollup.Bucket,
            rollup.TagKey,
            rollup.TagValue,
            rollup.Operation,
            rollup.Model,
            rollup.Source,
            rollup.IsBatch,
        });
        entity.Property(rollup => rollup.Kind).HasColumnName("kind").HasConversion<short>();
        storage.Time(entity.Property(rollup => rollup.Bucket), "bucket");
        storage.Text(entity.Property(rollup => rollup.TagKey), "tag_key", UsageRecordLimits.TagKey);
        storage.Text(entity.Property(rollup => rollup.TagValue), "tag_value", UsageRecordLimits.TagValue);
        storage.Text(entity.Property(rollup => rollup.Operation), "operation", UsageRecordLimits.Name);
        storage.Text(entity.Property(rollup => rollup.Model), "model", UsageRecordLimits.Model);
        entity.Property(rollup => rollup.Source).HasColumnName("source").HasConversion<short>();
        entity.Property(rollup => rollup.IsBatch).HasColumnName("is_batch");
        entity.Property(rollup => rollup.Count).HasColumnName("records");
        entity.Property(rollup => rollup.Calls).HasColumnName("calls");
        entity.Property(rollup => rollup.PromptTokens).HasColumnName("prompt_tokens");
        entity.Property(rollup => rollup.CompletionTokens).HasColumnName("completion_tokens");
        entity.Property(rollup => rollup.CachedPromptTokens).HasColumnName("cached_prompt_tokens");
        entity.Property(rollup => rollup.TotalTokens).HasColumnName("total_tokens");
        entity.Property(rollup => rollup.EstimatedTokens).HasColumnName("estimated_tokens");
    }
}
