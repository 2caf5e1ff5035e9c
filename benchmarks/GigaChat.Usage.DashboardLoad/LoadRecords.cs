namespace GigaChat.Usage.DashboardLoad;

/// <summary>Records of 90 days up to now, evenly spread: 5,000 users of whom few use most, as in life.</summary>
internal sealed class LoadRecords(DateTimeOffset now, int seed)
{
    public const int Days = 90;
    public const int Users = 5_000;

    private static readonly string[] Models = ["GigaChat-2", "GigaChat-2-Pro", "GigaChat-2-Max"];
    private static readonly UsageOperation[] Work =
    [
        UsageOperation.TextGeneration, UsageOperation.TextGeneration, UsageOperation.TextGeneration, UsageOperation.ImagePrompt, UsageOperation.ImageGeneration, UsageOperation.Embedding,
    ];

    private static readonly string?[] Platforms = ["web", "telegram", "api", null];
    private static readonly string[] Words =
    [
        "дроби", "фотосинтез", "теорема", "сочинение", "причастие", "электродвигатель", "вулканы", "реформы", "вероятность", "закон", "урок", "класс", "план", "история", "словарь",
    ];

    private readonly Random _random = new(seed);

    public UsageRecord[] Batch(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    private UsageRecord Next()
    {
        var at = now.AddMicroseconds(-_random.NextInt64(Days * 24L * 3_600 * 1_000_000));
        var user = (int)(Users * Math.Pow(_random.NextDouble(), 2.5));
        var tokens = _random.Next(5_000);
        var operation = Work[_random.Next(Work.Length)];
        var outcome = _random.Next(100) switch { 0 => UsageOutcome.Failed, 1 or 2 => UsageOutcome.Aborted, 3 => UsageOutcome.Blocked, _ => UsageOutcome.Completed };
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(at),
            CreatedAt = at,
            Operation = operation,
            Model = operation == UsageOperation.Embedding ? "Embeddings" : Models[_random.Next(Models.Length)],
            UserId = $"u-{user}",
            UserName = $"Пользователь {user}",
            AccessToken = $"token-{user}",
            AccessTokenType = user % 3 == 0 ? "DEVELOPER" : "DEMO",
            Platform = Platforms[user % Platforms.Length],
            Topic = $"{Word()} {Word()} {_random.Next(10_000)}",
            GenerationId = $"lesson-{_random.Next(1_000_000)}",
            TotalTokens = tokens,
            PromptTokens = tokens / 4,
            CompletionTokens = tokens - (tokens / 4),
            Source = outcome switch { UsageOutcome.Failed => UsageSource.None, UsageOutcome.Aborted => UsageSource.Estimated, _ => UsageSource.Reported },
            Outcome = outcome,
            IsBatch = _random.Next(20) == 0,
            Duration = TimeSpan.FromMilliseconds(_random.Next(20_000)),
            StatusCode = 200,
        };
    }

    private string Word() => Words[_random.Next(Words.Length)];
}
