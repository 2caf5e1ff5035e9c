using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Sample;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>The traffic of the samples: busy working days, quiet weekends and holidays, a little more each week.</summary>
internal sealed class SampleTraffic(DateOnly first, double volume, int seed = 2_026)
{
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

    private static readonly int[] HoursOfDay = [.. Enumerable.Range(0, Hours.Length)];

    /// <summary>The records of a day in Moscow, in the order of their times.</summary>
    public IReadOnlyList<UsageRecord> Day(DateOnly day)
    {
        var random = new Random(seed + day.DayNumber);
        var midnight = ReportDays.StartOf(day, ReportTimeZone.Default);
        var isOff = ProductionCalendar.KindOf(day) switch
        {
            CalendarDay.DayOff => true,
            CalendarDay.WorkingWeekend => false,
            _ => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday,
        };
        var growth = 1 + ((day.DayNumber - first.DayNumber) / 240.0);
        var count = (int)((isOff ? 70 : 210) * volume * growth * (0.8 + (0.4 * random.NextDouble())));
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    Record(
                        midnight
                            .AddHours(Pick(HoursOfDay, static hour => Hours[hour], random))
                            .AddSeconds(random.Next(3_600))
                            .AddMicroseconds(random.Next(1_000_000)),
                        random
                    )
                )
                .OrderBy(static record => record.CreatedAt),
        ];
    }

    private static UsageRecord Record(DateTimeOffset at, Random random)
    {
        var person = Pick(Person.Everyone, static person => person.Weight, random);
        var (operation, _, usual) = Pick(Work, static work => work.Weight, random);
        var fate = random.NextDouble();
        var outcome =
            fate < 0.015 ? UsageOutcome.Failed
            : fate < 0.04 ? UsageOutcome.Aborted
            : fate < 0.05 ? UsageOutcome.Blocked
            : UsageOutcome.Completed;
        var tokens = outcome == UsageOutcome.Failed ? 0 : (long)(usual * Math.Exp(0.5 * Normal(random)));
        return Call(
            at,
            person,
            operation == UsageOperation.Embedding ? "Embeddings" : person.Model,
            operation,
            tokens
        ) with
        {
            Outcome = outcome,
            Topic = Topics.All[random.Next(Topics.All.Count)],
            Source = outcome switch
            {
                UsageOutcome.Failed => UsageSource.None,
                UsageOutcome.Aborted => UsageSource.Estimated,
                _ => UsageSource.Reported,
            },
        };
    }

    public static UsageRecord Call(
        DateTimeOffset at,
        Person person,
        string model,
        UsageOperation operation,
        long tokens
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(at),
            CreatedAt = at.ToUniversalTime(),
            Operation = operation,
            Model = model,
            UserId = person.Id,
            UserName = person.Name,
            AccessToken = person.AccessToken,
            AccessTokenType = person.AccessTokenType,
            Platform = person.Platform,
            TotalTokens = tokens,
            PromptTokens = tokens / 4,
            CompletionTokens = tokens - (tokens / 4),
        };

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static T Pick<T>(IReadOnlyList<T> choices, Func<T, int> weight, Random random)
    {
        var at = random.Next(choices.Sum(weight));
        return choices.First(choice => (at -= weight(choice)) < 0);
    }
}
