namespace GigaChat.Usage.Import;

/// <summary>The names of the columns: those of the table, those that Django gives to the columns of a join, and plain
/// ones.</summary>
internal static class DjangoColumns
{
    private static readonly Dictionary<string, DjangoColumn> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["id"] = DjangoColumn.Id,
        ["operation_type"] = DjangoColumn.OperationType,
        ["estimated_total_tokens"] = DjangoColumn.TotalTokens,
        ["total_tokens"] = DjangoColumn.TotalTokens,
        ["created_at"] = DjangoColumn.CreatedAt,
        ["generation_id"] = DjangoColumn.GenerationId,
        ["user_id"] = DjangoColumn.UserId,
        ["token_id"] = DjangoColumn.AccessTokenId,
        ["access_token_id"] = DjangoColumn.AccessTokenId,
        ["estimated_prompt_tokens"] = DjangoColumn.PromptTokens,
        ["prompt_tokens"] = DjangoColumn.PromptTokens,
        ["estimated_completion_tokens"] = DjangoColumn.CompletionTokens,
        ["completion_tokens"] = DjangoColumn.CompletionTokens,
        ["prompt_length"] = DjangoColumn.PromptLength,
        ["response_length"] = DjangoColumn.ResponseLength,
        ["topic"] = DjangoColumn.Topic,
        ["platform"] = DjangoColumn.Platform,
        ["user__username"] = DjangoColumn.UserName,
        ["user_name"] = DjangoColumn.UserName,
        ["token__token"] = DjangoColumn.AccessToken,
        ["access_token"] = DjangoColumn.AccessToken,
        ["token__token_type"] = DjangoColumn.AccessTokenType,
        ["access_token_type"] = DjangoColumn.AccessTokenType,
        ["tags"] = DjangoColumn.Tags,
    };

    /// <summary>The number of columns.</summary>
    public static int Count { get; } = Enum.GetValues<DjangoColumn>().Length;

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => Columns.Keys;

    /// <summary>The columns without which a row is no record.</summary>
    public static DjangoColumn[] Required { get; } =
    [DjangoColumn.Id, DjangoColumn.OperationType, DjangoColumn.TotalTokens, DjangoColumn.CreatedAt];

    public static bool TryFind(string name, out DjangoColumn column) => Columns.TryGetValue(name, out column);

    /// <summary>
    /// Gets the name by which a column is reported where the file gives it none: the last, without a prefix.
    /// </summary>
    public static string NameOf(DjangoColumn column) => Columns.Last(it => it.Value == column).Key;
}
