using CsCheck;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording.Journal;

/// <summary>Records of every shape: fields there or missing, texts of every length and script, with NUL and lone
/// surrogates among them.</summary>
internal static class RandomRecords
{
    private static readonly Gen<string?> Text = Gen.Frequency(
        (3, Gen.Const((string?)null)),
        (3, Gen.String[Gen.Char['a', 'z'], 0, 40].Select(it => (string?)it)),
        (2, Gen.String[Gen.Char['А', 'я'], 1, 300].Select(it => (string?)it)),
        (1, Gen.String[Gen.Char, 1, 300].Select(it => (string?)it))
    );

    private static readonly Gen<long?> Count = Gen.Frequency(
        (1, Gen.Const((long?)null)),
        (2, Gen.Long[0, 100_000].Select(it => (long?)it)),
        (1, Gen.Long.Select(it => (long?)it))
    );

    private static readonly Gen<string?[]> Texts = Text.Array[11];

    private static readonly Gen<UsageTags> Tags = Gen.Select(Text, Text)
        .Array[0, 10]
        .Select(static pairs =>
            UsageTags.FromPairs(
                pairs
                    .Where(static pair => !string.IsNullOrEmpty(pair.Item1))
                    .Select(static pair => KeyValuePair.Create(pair.Item1!, pair.Item2 ?? ""))
            )
        );

    public static readonly Gen<UsageRecord> Any = Gen.Select(
            Texts,
            Count.Array[5],
            Gen.Int.Array[3],
            Gen.Select(Gen.DateTimeOffset, Gen.Long[0, TimeSpan.TicksPerDay], Gen.Long[0, TimeSpan.TicksPerDay]),
            Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Bool, Gen.Bool, Gen.Guid),
            Tags
        )
        .Select(
            (texts, counts, numbers, times, rest, tags) =>
                new UsageRecord
                {
                    CreatedAt = times.Item1,
                    Operation =
                        texts[10]?.Trim('\0', ' ') is { Length: > 0 } own && !string.IsNullOrWhiteSpace(own)
                            ? new UsageOperation(own)
                            : UsageOperation.Embedding,
                    Model = texts[0],
                    ModelVersion = texts[1],
                    UserId = texts[2],
                    UserName = texts[3],
                    AccessToken = texts[4],
                    AccessTokenType = texts[5],
                    GenerationId = texts[6],
                    Topic = texts[7],
                    Platform = texts[8],
                    Tags = tags,
                    SessionId = texts[9],
                    RequestId = texts[0],
                    FinishReason = texts[1],
                    PromptTokens = counts[0],
                    CompletionTokens = counts[1],
                    CachedPromptTokens = counts[2],
                    ReasoningTokens = counts[4],
                    TotalTokens = counts[3] ?? 0,
                    PromptLength = numbers[0],
                    ResponseLength = numbers[1],
                    StatusCode = rest.Item3 ? numbers[2] : null,
                    Duration = TimeSpan.FromTicks(times.Item2),
                    TimeToFirstToken = rest.Item4 ? TimeSpan.FromTicks(times.Item3) : null,
                    Source = (UsageSource)rest.Item1,
                    Outcome = (UsageOutcome)rest.Item2,
                    IsBatch = rest.Item3,
                    Attempt = rest.Item1 + 1,
                    FirstAttemptId = rest.Item4 ? rest.Item5 : null,
                }
        );
}
