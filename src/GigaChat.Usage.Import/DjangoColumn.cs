namespace GigaChat.Usage.Import;

/// <summary>What a column of the table holds.</summary>
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
}
