namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>Records as an application of 10,000 users makes them: 4 operations, 5 models, 6 platforms, lessons of four calls each, evenly over 90 days.</summary>
internal static class StoreRecords
{
    public const int Days = 90;

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A moment within an hour and a day, like most.</summary>
    public static readonly DateTimeOffset Now = Start.AddDays(Days).AddMinutes(-23);

    private static readonly string[] Models = ["GigaChat-2", "GigaChat-2-Pro", "GigaChat-2-Max", "GigaChat-Max", "Embeddings"];
    private static readonly string[] Platforms = ["web", "telegram", "vk", "api", "ios", "android"];
    private static readonly string[] Topics = ["Дроби", "Проценты", "Причастия", "Фотосинтез", "Закон Ома", "Сказка о царе", "Past Simple", "Климат Сибири", "Объём пирамиды", "Наполеон"];

    public static IEnumerable<UsageRecord[]> Batches(int records, int size, int seed = 1)
    {
        var random = new Random(seed);
        var step = (Now - Start) / Math.Max(1, records);
        for (var first = 0; first < records; first += size)
        {
            var batch = new UsageRecord[Math.Min(size, records - first)];
            for (var i = 0; i < batch.Length; i++)
                batch[i] = Make(random, Start + (step * (first + i)));
            yield return batch;
        }
    }

    private static UsageRecord Make(Random random, DateTimeOffset at)
    {
        var user = random.Next(10_000);
        var (prompt, completion) = (random.Next(20, 2_000), random.Next(10, 1_500));
        return new UsageRecord
        {
            Id = RecordId.Create(at),
            CreatedAt = at,
            Operation = UsageOperation.Known[random.Next(4)],
            Model = Models[random.Next(Models.Length)],
            ModelVersion = "2.0.28.2",
            UserId = $"user-{user}",
            UserName = $"Пользователь {user}",
            AccessToken = $"{user % 500:x8}",
            AccessTokenType = user % 3 == 0 ? "DEMO" : "DEVELOPER",
            GenerationId = $"lesson-{user}-{(at - Start).Ticks / TimeSpan.TicksPerDay}",
            Topic = $"{Topics[random.Next(Topics.Length)]}, {5 + (user % 7)} класс",
            Platform = Platforms[random.Next(Platforms.Length)],
            SessionId = $"s-{user}",
            RequestId = RecordId.Create(at).ToString("N"),
            PromptTokens = prompt,
            CompletionTokens = completion,
            CachedPromptTokens = random.Next(100),
            TotalTokens = prompt + completion,
            Source = random.Next(20) == 0 ? UsageSource.Estimated : UsageSource.Reported,
            Outcome = random.Next(50) == 0 ? UsageOutcome.Aborted : UsageOutcome.Completed,
            PromptLength = prompt * 4,
            ResponseLength = completion * 4,
            Duration = TimeSpan.FromMilliseconds(completion),
            TimeToFirstToken = TimeSpan.FromMilliseconds(200),
            StatusCode = 200,
            FinishReason = "stop",
        };
    }
}
