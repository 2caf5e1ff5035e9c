using CsCheck;

namespace GigaChat.Usage.Tests;

/// <summary>Records for tests: one at a time, or random lists of them.</summary>
internal static class Records
{
    private static readonly string?[] Models =
    [
        "GigaChat",
        "GigaChat-2-Pro",
        "GigaChat-2-Max",
        "Embeddings",
        "GigaChat-3-Ultra",
        null,
    ];
    private static readonly UsageOperation[] Operations =
    [
        .. UsageOperation.Known,
        UsageOperation.AiCheck,
        new("SUMMARY"),
    ];

    public static UsageRecord Of(
        long tokens,
        DateTimeOffset at,
        string? model = "GigaChat-2",
        UsageOperation? operation = null,
        UsageSource source = UsageSource.Reported
    ) =>
        new()
        {
            CreatedAt = at,
            Operation = operation ?? UsageOperation.TextGeneration,
            Model = model,
            TotalTokens = tokens,
            Source = source,
        };

    /// <summary>Up to 40 records between two moments; some with a split of their tokens, some with part of one, some
    /// with none.</summary>
    public static Gen<UsageRecord[]> Random(DateTimeOffset from, DateTimeOffset to) =>
        Gen.Select(
                Gen.Long[from.UtcTicks / 10, to.UtcTicks / 10],
                Gen.Long[0, 5_000],
                Gen.Long[0, 5_000],
                Gen.Int[0, 3],
                Gen.Int[0, 99]
            )
            .Select(
                (microseconds, prompt, completion, split, choice) =>
                    new UsageRecord
                    {
                        CreatedAt = new DateTimeOffset(microseconds * 10, TimeSpan.Zero),
                        Operation = Operations[choice % Operations.Length],
                        Model = Models[choice % Models.Length],
                        UserId = choice % 7 == 0 ? null : $"user-{choice % 7}",
                        AccessTokenType = choice % 3 == 0 ? null : $"TYPE_{choice % 3}",
                        TotalTokens = prompt + completion,
                        PromptTokens = split > 0 ? prompt : null,
                        CompletionTokens = split > 1 ? completion : null,
                        CachedPromptTokens = split > 2 ? choice * 10 : null,
                        Source = choice % 4 == 0 ? UsageSource.Estimated : UsageSource.Reported,
                        IsBatch = choice % 5 == 0,
                        Attempt = 1 + (choice % 2),
                    }
            )
            .Array[0, 40];
}
