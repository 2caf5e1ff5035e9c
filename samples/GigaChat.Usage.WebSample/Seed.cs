using System.Security.Cryptography;
using System.Text;
using GigaChat.Usage.Sample;

namespace GigaChat.Usage.WebSample;

/// <summary>Three months of made-up records: busy mornings and afternoons, quiet weekends, a little more each
/// week.</summary>
internal static class Seed
{
    private const int Days = 92;
    private const int BatchSize = 1_000;
    private const int RandomSeed = 2_026;

    private static readonly (UsageOperation Operation, int Weight, int Tokens)[] Work =
    [
        (UsageOperation.TextGeneration, 62, 1_450),
        (UsageOperation.ImagePrompt, 11, 320),
        (UsageOperation.ImageGeneration, 11, 2_100),
        (UsageOperation.Embedding, 14, 650),
        (UsageOperation.AiCheck, 2, 240),
    ];

    /// <summary>How busy each hour of the day is.</summary>
    private static readonly int[] Hours =
    [
        1,
        1,
        0,
        0,
        0,
        1,
        2,
        5,
        10,
        14,
        15,
        13,
        9,
        11,
        14,
        13,
        12,
        9,
        7,
        8,
        9,
        7,
        4,
        2,
    ];

    public static async Task WriteAsync(IUsageStore store, DateTimeOffset now)
    {
        foreach (var batch in Records(now).Chunk(BatchSize))
            await store.AppendAsync(batch, CancellationToken.None);
    }

    private static IEnumerable<UsageRecord> Records(DateTimeOffset now)
    {
        var random = new Random(RandomSeed);
        for (var back = Days - 1; back >= 0; back--)
        {
            var day = TimeZoneInfo.ConvertTime(now, ReportTimeZone.Default).AddDays(-back);
            var midnight = new DateTimeOffset(day.Date, day.Offset);
            var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            var count = (int)(
                (isWeekend ? 70 : 210) * (1 + ((Days - back) / 240.0)) * (0.8 + (0.4 * random.NextDouble()))
            );
            for (var i = 0; i < count; i++)
            {
                var at = midnight
                    .AddHours(Pick(Hours, static weight => weight, random))
                    .AddSeconds(random.Next(3_600))
                    .AddMicroseconds(random.Next(1_000_000));
                if (at < now)
                    yield return Record(at.ToUniversalTime(), now, random);
            }
        }
    }

    private static UsageRecord Record(DateTimeOffset at, DateTimeOffset now, Random random)
    {
        // In the last days one user does much more than before, so that there is a change to explain.
        var isRush = now - at < TimeSpan.FromDays(6) && random.Next(4) == 0;
        var person = isRush
            ? Person.Everyone[0]
            : Person.Everyone[Pick(Person.Everyone, static person => person.Weight, random)];
        var (operation, _, usual) = Work[Pick(Work, static work => work.Weight, random)];
        var fate = random.NextDouble();
        var outcome =
            fate < 0.015 ? UsageOutcome.Failed
            : fate < 0.04 ? UsageOutcome.Aborted
            : fate < 0.05 ? UsageOutcome.Blocked
            : UsageOutcome.Completed;
        var tokens = outcome == UsageOutcome.Failed ? 0 : (long)(usual * Math.Exp(0.5 * Normal(random)));
        var prompt = tokens / 4;
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(at),
            CreatedAt = at,
            Operation = operation,
            Model = operation == UsageOperation.Embedding ? "Embeddings" : person.Model,
            UserId = person.Id,
            UserName = person.Name,
            AccessToken = Fingerprint(person.AccessToken),
            AccessTokenType = person.AccessTokenType,
            Platform = person.Platform,
            Topic = Topics.All[random.Next(Topics.All.Count)],
            GenerationId = $"lesson-{random.Next(100_000):00000}",
            TotalTokens = tokens,
            PromptTokens = outcome == UsageOutcome.Failed ? null : prompt,
            CompletionTokens = outcome == UsageOutcome.Failed ? null : tokens - prompt,
            CachedPromptTokens =
                outcome == UsageOutcome.Failed ? null
                : random.Next(5) == 0 ? prompt / 2
                : 0,
            Source = outcome switch
            {
                UsageOutcome.Failed => UsageSource.None,
                UsageOutcome.Aborted => UsageSource.Estimated,
                _ => UsageSource.Reported,
            },
            Outcome = outcome,
            PromptLength = (int)(prompt * 4),
            ResponseLength = (int)((tokens - prompt) * 4),
            Duration = TimeSpan.FromMilliseconds(300 + (tokens * (4 + random.Next(4)))),
            TimeToFirstToken =
                outcome == UsageOutcome.Failed
                    ? null
                    : TimeSpan.FromMilliseconds(220 + random.Next(400) + (prompt / 4)),
            StatusCode = outcome == UsageOutcome.Failed ? 429 : 200,
            FinishReason = outcome switch
            {
                UsageOutcome.Completed => "stop",
                UsageOutcome.Blocked => "blacklist",
                _ => null,
            },
        };
    }

    /// <summary>The fingerprint that the tracked calls of the same person have, so that both are one token.</summary>
    private static string Fingerprint(string token) =>
        Convert.ToHexStringLower(
            HMACSHA256
                .HashData(Encoding.UTF8.GetBytes(WebSampleApp.FingerprintKey), Encoding.UTF8.GetBytes(token))
                .AsSpan(0, 12)
        );

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static int Pick<T>(IReadOnlyList<T> choices, Func<T, int> weight, Random random)
    {
        var at = random.Next(choices.Sum(weight));
        for (var i = 0; ; i++)
        {
            at -= weight(choices[i]);
            if (at < 0)
                return i;
        }
    }
}
