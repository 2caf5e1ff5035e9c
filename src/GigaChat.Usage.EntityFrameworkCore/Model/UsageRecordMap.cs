using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GigaChat.Usage;

/// <summary>How a record lies in its table.</summary>
internal static class UsageRecordMap
{
    public const string Table = "gigachat_usage_records";

    /// <summary>The shadow property with the folded texts that a search looks into: no database folds the letter case of every script.</summary>
    public const string SearchText = "SearchText";

    private static readonly ValueConverter<DateTimeOffset, long> Time = new(time => UnixMicroseconds.Of(time), value => UnixMicroseconds.ToTime(value));

    private static readonly ValueConverter<TimeSpan, long> Span =
        new(span => span.Ticks / TimeSpan.TicksPerMicrosecond, value => TimeSpan.FromTicks(value * TimeSpan.TicksPerMicrosecond));

    private static readonly ValueConverter<Guid, byte[]> Id = new(id => id.ToByteArray(true), value => new Guid(value, true));

    private static readonly ValueConverter<UsageOperation, string> Operation = new(operation => operation.Value, value => new UsageOperation(value));

    public static void Configure(EntityTypeBuilder<UsageRecord> entity, string? schema)
    {
        entity.ToTable(Table, schema);
        entity.HasKey(record => record.Id);
        entity.Property(record => record.Id).HasColumnName("id").HasConversion(Id).ValueGeneratedNever();
        entity.Property(record => record.CreatedAt).HasColumnName("created_at").HasConversion(Time);
        Text(record => record.Operation, "operation", UsageRecordLimits.Name).HasConversion(Operation);
        Text(record => record.Model, "model", UsageRecordLimits.Model);
        Text(record => record.ModelVersion, "model_version", UsageRecordLimits.Model);
        Text(record => record.UserId, "user_id", UsageRecordLimits.Id);
        Text(record => record.UserName, "user_name", UsageRecordLimits.LongText);
        Text(record => record.AccessToken, "access_token", UsageRecordLimits.Id);
        Text(record => record.AccessTokenType, "access_token_type", UsageRecordLimits.Name);
        Text(record => record.GenerationId, "generation_id", UsageRecordLimits.Id);
        Text(record => record.Topic, "topic", UsageRecordLimits.LongText);
        Text(record => record.Platform, "platform", UsageRecordLimits.Name);
        Text(record => record.SessionId, "session_id", UsageRecordLimits.Id);
        Text(record => record.RequestId, "request_id", UsageRecordLimits.Id);
        entity.Property(record => record.PromptTokens).HasColumnName("prompt_tokens");
        entity.Property(record => record.CompletionTokens).HasColumnName("completion_tokens");
        entity.Property(record => record.CachedPromptTokens).HasColumnName("cached_prompt_tokens");
        entity.Property(record => record.TotalTokens).HasColumnName("total_tokens");
        entity.Property(record => record.Source).HasColumnName("source").HasConversion<int>();
        entity.Property(record => record.Outcome).HasColumnName("outcome").HasConversion<int>();
        entity.Property(record => record.PromptLength).HasColumnName("prompt_length");
        entity.Property(record => record.ResponseLength).HasColumnName("response_length");
        entity.Property(record => record.Duration).HasColumnName("duration_us").HasConversion(Span);
        entity.Property(record => record.TimeToFirstToken).HasColumnName("time_to_first_token_us").HasConversion(Span);
        entity.Property(record => record.StatusCode).HasColumnName("status_code");
        Text(record => record.FinishReason, "finish_reason", UsageRecordLimits.Name);
        entity.Property(record => record.IsBatch).HasColumnName("is_batch");
        entity.Property(record => record.Attempt).HasColumnName("attempt");
        entity.Property(record => record.FirstAttemptId).HasColumnName("first_attempt_id").HasConversion(Id);
        entity.Property<string?>(SearchText).HasColumnName("search_text");

        entity.HasIndex(record => new { record.CreatedAt, record.Id }).HasDatabaseName("ix_gigachat_usage_records_created_at");
        entity.HasIndex(record => new { record.Operation, record.CreatedAt }).HasDatabaseName("ix_gigachat_usage_records_operation");
        entity.HasIndex(record => new { record.UserId, record.CreatedAt }).HasDatabaseName("ix_gigachat_usage_records_user_id");
        entity.HasIndex(record => new { record.AccessToken, record.CreatedAt }).HasDatabaseName("ix_gigachat_usage_records_access_token");
        entity.HasIndex(record => record.GenerationId).HasDatabaseName("ix_gigachat_usage_records_generation_id");

        PropertyBuilder<T> Text<T>(Expression<Func<UsageRecord, T>> property, string column, int maxLength) =>
            entity.Property(property).HasColumnName(column).HasMaxLength(maxLength);
    }
}
