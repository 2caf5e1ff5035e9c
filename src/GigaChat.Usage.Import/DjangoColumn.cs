namespace GigaChat.Usage.Import;

/// <summary>The kinds of columns of the table.</summary>
internal enum DjangoColumn
{
    Id,
    OperationType,
    TotalTokens,
    CreatedAt,
    GenerationId,
    UserId,
    AccessTokenId,
    PromptTokens,
    CompletionTokens,
    PromptLength,
    ResponseLength,
    Topic,
    Platform,
    UserName,
    AccessToken,
    AccessTokenType,
    Tags,
}
