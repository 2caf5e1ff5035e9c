using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>20,000 records of 100 days up to a fixed moment, the same in every run, drawn from few values so that
/// filters meet.</summary>
internal static class TestUsage
{
    public const int Count = 20_000;

    /// <summary>An early afternoon in Moscow, in the middle of a month.</summary>
    public static readonly DateTimeOffset Now = new(2026, 5, 17, 11, 20, 0, TimeSpan.Zero);

    private static readonly UsageOperation[] Operations =
    [
        UsageOperation.TextGeneration,
        UsageOperation.TextGeneration,
        UsageOperation.ImagePrompt,
        UsageOperation.ImageGeneration,
        UsageOperation.Embedding,
        new("СВОДКА"),
    ];
    private static readonly string?[] Models =
    [
        "GigaChat-2",
        "GigaChat-2-Max",
        "GigaChat-2-Pro",
        "GigaChat-3-Ultra",
        null,
    ];
    private static readonly string[] Names = ["Анна Смирнова", "Илья Кузнецов", "Bob O'Neil", "Zoë"];
    private static readonly string[] Topics =
    [
        "Дроби в пятом классе",
        "Закон Ома",
        "100% процентов",
        "Fractions & ratios",
        "Очень длинная тема урока, которая никак не помещается в пятьдесят знаков списка",
    ];

    public static IReadOnlyList<UsageRecord> Records { get; } = Make();

    public static FakeTimeProvider Clock() => new(Now);

    private static UsageRecord[] Make()
    {
        var random = new Random(20_260_517);
        return [.. Enumerable.Range(0, Count).Select(i => Make(i, random))];
    }

    private static UsageRecord Make(int index, Random random)
    {
        var at = Now.AddSeconds(-random.Next(100 * 24 * 3600)).AddMicroseconds(random.Next(1_000_000));
        var user = random.Next(30);
        var total = random.Next(5_000);
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(at),
            CreatedAt = at,
            Operation = Operations[random.Next(Operations.Length)],
            Model = Models[random.Next(Models.Length)],
            ModelVersion = "2.0.28.2",
            UserId = user < 24 ? $"u-{user}" : null,
            UserName = user < 20 ? $"{Names[user % Names.Length]} {user}" : null,
            AccessToken = user < 28 ? $"{user:00}token{user * 7919:x8}" : null,
            AccessTokenType =
                user < 28
                    ? user % 2 == 0
                        ? "DEMO"
                        : "DEVELOPER"
                    : null,
            Platform = (user % 3) switch
            {
                0 => "web",
                1 => "telegram",
                _ => null,
            },
            GenerationId = $"lesson-{random.Next(2_000)}",
            Topic = random.Next(10) == 0 ? null : Topics[random.Next(Topics.Length)],
            Tags =
                index % 3 == 0
                    ? null
                    :
                    [
                        new("tenant", index % 2 == 0 ? "acme" : "ООО «Ромашка» & <Ко>"),
                        new("feature", $"f{index % 5}"),
                    ],
            TotalTokens = total,
            PromptTokens = total / 3,
            CompletionTokens = total - (total / 3),
            Source = (UsageSource)random.Next(3),
            Outcome = (UsageOutcome)random.Next(4),
            PromptLength = total,
            ResponseLength = total * 3,
            Duration = TimeSpan.FromMilliseconds(random.Next(20_000)),
            StatusCode = 200,
            FinishReason = "stop",
            IsBatch = random.Next(10) == 0,
            Attempt = 1 + (random.Next(8) / 7),
        };
    }
}
