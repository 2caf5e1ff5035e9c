using GigaChat.Usage.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GigaChat.Usage.EntityFrameworkCore;

internal static class UsageRecordMap
{
    /// <summary>The shadow property that references the record's row in <see cref="UsageText"/>.</summary>
    public const string TextId = "TextId";

    public static void Configure(EntityTypeBuilder<UsageRecord> entity, UsageColumnStorage storage, string? schema)
    {
        entity.ToTable(UsageTables.RecordsName, schema);
        entity.HasKey(record => record.Id);
        storage.Id(entity.Property(record => record.Id), "id");
        storage.Time(entity.Property(record => record.CreatedAt), "created_at");
        storage
            .Text(entity.Property(record => record.Operation), "operation", UsageRecordLimits.Name)
            .HasConversion(operation => operation.Value, value => new UsageOperation(value));
        storage.Text(entity.Property(record => record.Model), "model", UsageRecordLimits.Model);
        storage.Text(entity.Property(record => record.ModelVersion), "model_version", UsageRecordLimits.Model);
        storage.Text(entity.Property(record => record.UserId), "user_id", UsageRecordLimits.Id);
        storage.Text(entity.Property(record => record.UserName), "user_name", UsageRecordLimits.LongText);
        storage.Text(entity.Property(record => record.AccessToken), "access_token", UsageRecordLimits.Id);
        storage.Text(entity.Property(record => record.AccessTokenType), "access_token_type", UsageRecordLimits.Name);
        storage.Text(entity.Property(record => record.GenerationId), "generation_id", UsageRecordLimits.Id);
        storage.Text(entity.Property(record => record.Topic), "topic", UsageRecordLimits.LongText);
        storage.Text(entity.Property(record => record.Platform), "platform", UsageRecordLimits.Name);
        storage.Text(entity.Property(record => record.SessionId), "session_id", UsageRecordLimits.Id);
        storage.Text(entity.Property(record => record.RequestId), "request_id", UsageRecordLimits.Id);
        entity.Property(record => record.PromptTokens).HasColumnName("prompt_tokens");
        entity.Property(record => record.CompletionTokens).HasColumnName("completion_tokens");
        entity.Property(record => record.CachedPromptTokens).HasColumnName("cached_prompt_tokens");
        entity.Property(record => record.TotalTokens).HasColumnName("total_tokens");
        entity.Property(record => record.Source).HasColumnName("source").HasConversion<short>();
        entity.Property(record => record.Outcome).HasColumnName("outcome").HasConversion<short>();
        entity.Property(record => record.PromptLength).HasColumnName("prompt_length");
        entity.Property(record => record.ResponseLength).HasColumnName("response_length");
        UsageColumnStorage.Span(entity.Property(record => record.Duration), "duration_us");
        UsageColumnStorage.Span(entity.Property(record => record.TimeToFirstToken), "time_to_first_token_us");
        entity.Property(record => record.StatusCode).HasColumnName("status_code");
        storage.Text(entity.Property(record => record.FinishReason), "finish_reason", UsageRecordLimits.Name);
        entity.Property(record => record.IsBatch).HasColumnName("is_batch");
        entity.Property(record => record.Attempt).HasColumnName("attempt");
        storage.Id(entity.Property(record => record.FirstAttemptId), "first_attempt_id");
        entity.Property(record => record.ReasoningTokens).HasColumnName("reasoning_tokens");
        storage.Tags(entity.Property(record => record.Tags), "tags");
        entity.Property<long?>(TextId).HasColumnName("text_id");

        // Time and id order pages; with the included columns the edges of a period of top users are read from the index
        // alone.
        entity
            .HasIndex(record => new
            {
                record.CreatedAt,
                record.Id,
                record.UserId,
                record.TotalTokens,
            })
            .HasDatabaseName("ix_gigachat_usage_records_created");
        entity
            .HasIndex(record => new { record.UserId, record.CreatedAt })
            .HasDatabaseName("ix_gigachat_usage_records_user")
            .HasFilter("user_id IS NOT NULL");
        entity
            .HasIndex(record => new { record.AccessToken, record.CreatedAt })
            .HasDatabaseName("ix_gigachat_usage_records_token")
            .HasFilter("access_token IS NOT NULL");
        entity
            .HasIndex(record => record.GenerationId)
            .HasDatabaseName("ix_gigachat_usage_records_generation")
            .HasFilter("generation_id IS NOT NULL");
        entity.HasIndex(TextId).HasDatabaseName("ix_gigachat_usage_records_text").HasFilter("text_id IS NOT NULL");
    }
}
