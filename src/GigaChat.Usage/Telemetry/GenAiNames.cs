namespace GigaChat.Usage.Telemetry;

/// <summary>
/// All names in spans and metrics of calls: the semantic conventions of OpenTelemetry for generative AI, version 1.41,
/// and the additional names of this library.
/// </summary>
/// <remarks>
/// The conventions are still in development and rename attributes; a new version of them is a change to this file.
/// </remarks>
internal static class GenAiNames
{
    public const string SchemaUrl = "https://opentelemetry.io/schemas/1.41.0";

    // Metrics.
    public const string TokenUsage = "gen_ai.client.token.usage";
    public const string OperationDuration = "gen_ai.client.operation.duration";
    public const string TimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";
    public const string Cost = "gigachat.usage.cost";

    // Units in UCUM notation.
    public const string Token = "{token}";
    public const string Second = "s";
    public const string Ruble = "{RUB}";

    // Attributes of spans and metrics.
    public const string OperationName = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string ResponseModel = "gen_ai.response.model";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";
    public const string UsageSource = "gigachat.usage.source";

    /// <summary>The start of the names of attributes with the tags of a call; of spans, never of metrics.</summary>
    public const string TagPrefix = "gigachat.usage.tag.";

    // Attributes of metrics only.
    public const string TokenType = "gen_ai.token.type";

    // Attributes of spans only.
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CacheReadInputTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string ReasoningOutputTokens = "gen_ai.usage.reasoning.output_tokens";
    public const string FinishReasons = "gen_ai.response.finish_reasons";

    // Values.
    public const string GigaChat = "gigachat";
    public const string Chat = "chat";
    public const string Embeddings = "embeddings";
    public const string TextCompletion = "text_completion";
    public const string GenerateContent = "generate_content";
    public const string AiCheck = "ai_check";
    public const string FilterCheck = "filter_check";
    public const string Input = "input";
    public const string Output = "output";
    public const string Estimated = "estimated";
    public const string OtherError = "_OTHER";

    /// <summary>
    /// The <see cref="ErrorType"/> of a response that the server or the network cut short without an error.
    /// </summary>
    public const string IncompleteAnswer = "incomplete_answer";

    /// <summary>The bucket boundaries of <see cref="TokenUsage"/>, in tokens.</summary>
    public static readonly long[] TokenBuckets =
    [
        1,
        4,
        16,
        64,
        256,
        1024,
        4096,
        16384,
        65536,
        262144,
        1048576,
        4194304,
        16777216,
        67108864,
    ];

    /// <summary>
    /// The bucket boundaries of <see cref="OperationDuration"/> and <see cref="TimeToFirstChunk"/>, in seconds.
    /// </summary>
    public static readonly double[] SecondBuckets =
    [
        0.01,
        0.02,
        0.04,
        0.08,
        0.16,
        0.32,
        0.64,
        1.28,
        2.56,
        5.12,
        10.24,
        20.48,
        40.96,
        81.92,
    ];
}
