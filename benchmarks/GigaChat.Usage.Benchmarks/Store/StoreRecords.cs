namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>
/// Records as an application of 10,000 users makes them: 4 operations, 5 models, 6 platforms, evenly over 90 days. A
/// lesson is four calls with one user,
/// topic, platform and generation; some fifty lessons are under way at a time.
/// </summary>
internal static class StoreRecords
{
    public const int Days = 90;
    public const int Users = 10_000;

    private const int Lessons = 50;
    private const int CallsOfLesson = 4;

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A moment within an hour and a day, like most.</summary>
    public static readonly DateTimeOffset Now = Start.AddDays(Days).AddMinutes(-23);

    private static readonly string[] Models =
    [
        "GigaChat-2",
        "GigaChat-2-Pro",
        "GigaChat-2-Max",
        "GigaChat-Max",
        "Embeddings",
    ];
    private static readonly string[] Platforms = ["web", "telegram", "vk", "api", "ios", "android"];
    private static readonly string[] Topics =
    [
        "Дроби",
        "Проценты",
        "Причастия",
        "Фотосинтез",
        "Закон Ома",
        "Сказка о царе",
        "Past Simple",
        "Климат Сибири",
        "Объём пирамиды",
        "Наполеон",
    ];

    /// <param name="records">How many.</param>
    /// <param name="size">How many make a batch.</param>
    /// <param name="seed">What they depend on.</param>
    /// <param name="over">How many records the 90 days hold, when these are only the first of them.</param>
    public static IEnumerable<UsageRecord[]> Batches(int records, int size, int seed = 1, int? over = null)
    {
        var random = new Random(seed);
        var step = (Now - Start) / Math.Max(1, over ?? records);
        var lessons = new Lesson[Lessons];
        for (var first = 0; first < records; first += size)
        {
            var batch = new UsageRecord[Math.Min(size, records - first)];
            for (var i = 0; i < batch.Length; i++)
            {
                var (number, at) = (first + i, Start + (step * (first + i)));
                ref var lesson = ref lessons[number % Lessons];
                if (number / Lessons % CallsOfLesson == 0)
                    lesson = Begin(random, at);
                batch[i] = Make(random, lesson, at);
            }

            yield return batch;
        }
    }

    /// <summary>Gets a record with three tags: a tenant of 50, a feature of 12
    /// and an experiment of 4.</summary>
    public static UsageRecord WithTags(UsageRecord record)
    {
        var user = int.Parse(record.UserId.AsSpan("user-".Length), System.Globalization.CultureInfo.InvariantCulture);
        return record with
        {
            Tags =
            [
                new("tenant", $"tenant-{user % 50}"),
                new("feature", $"feature-{record.PromptLength % 12}"),
                new("experiment", $"group-{record.ResponseLength % 4}"),
            ],
        };
    }

    private static Lesson Begin(Random random, DateTimeOffset at)
    {
        var user = random.Next(Users);
        return new Lesson(
            user,
            $"user-{user}",
            $"Пользователь {user}",
            $"{user % 500:x8}",
            user % 3 == 0 ? "DEMO" : "DEVELOPER",
            $"lesson-{user}-{(at - Start).Ticks / TimeSpan.TicksPerDay}",
            $"{Topics[random.Next(Topics.Length)]}, {5 + (user % 7)} класс",
            Platforms[random.Next(Platforms.Length)]
        );
    }

    private static UsageRecord Make(Random random, Lesson lesson, DateTimeOffset at)
    {
        var (prompt, completion) = (random.Next(20, 2_000), random.Next(10, 1_500));
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(at),
            CreatedAt = at,
            Operation = UsageOperation.Known[random.Next(4)],
            Model = Models[random.Next(Models.Length)],
            ModelVersion = "2.0.28.2",
            UserId = lesson.UserId,
            UserName = lesson.UserName,
            AccessToken = lesson.AccessToken,
            AccessTokenType = lesson.AccessTokenType,
            GenerationId = lesson.GenerationId,
            Topic = lesson.Topic,
            Platform = lesson.Platform,
            SessionId = $"s-{lesson.User}",
            RequestId = Guid.CreateVersion7(at).ToString("N"),
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

    private readonly record struct Lesson(
        int User,
        string UserId,
        string UserName,
        string AccessToken,
        string AccessTokenType,
        string GenerationId,
        string Topic,
        string Platform
    );
}
