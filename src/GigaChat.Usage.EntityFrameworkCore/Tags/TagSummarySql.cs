namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The statements of the migration that adds the summaries by tag.</summary>
internal static class TagSummarySql
{
    /// <summary>Sums up the stored values: only a preview version has stored any without summaries.</summary>
    public const string Fill = $"""
        INSERT INTO {UsageTables.TagRollupsName} (kind, bucket, tag_key, tag_value, operation, model, source, is_batch,
            records, calls, prompt_tokens, completion_tokens, cached_prompt_tokens, total_tokens, estimated_tokens)
        SELECT kind + 6, bucket, tag_key, tag_value, '', model, source, is_batch,
            SUM(records), SUM(calls), SUM(prompt_tokens), SUM(completion_tokens), SUM(cached_prompt_tokens),
            SUM(total_tokens), SUM(estimated_tokens)
        FROM {UsageTables.TagRollupsName} WHERE kind IN (0, 1)
        GROUP BY kind, bucket, tag_key, tag_value, model, source, is_batch;
        """;

    public const string Delete = $"DELETE FROM {UsageTables.TagRollupsName} WHERE kind IN (6, 7);";
}
