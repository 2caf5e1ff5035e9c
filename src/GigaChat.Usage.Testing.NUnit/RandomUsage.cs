using CsCheck;

namespace GigaChat.Usage.Testing.NUnit;

/// <summary>Random records and queries, drawn from few values so that they match.</summary>
internal sealed record RandomUsage(UsageRecord[][] Batches, (UsageFilter Filter, UsageGrouping Grouping)[] Questions)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 6, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Times within five days around a change of New York's clock, often at the edges of hours and days, some
    /// within the six weeks after.</summary>
    private static readonly Gen<DateTimeOffset> Times = Gen.Frequency(
        (3, Gen.Long[0, 5L * 24 * 3600 * 1_000_000].Select(us => Start.AddMicroseconds(us))),
        (
            2,
            Gen.Int[0, 5 * 24 * 4]
                .Select(Gen.Int[-1, 1], (quarter, us) => Start.AddMinutes(15.0 * quarter).AddMicroseconds(us))
        ),
        (2, Gen.Int[0, 42 * 24].Select(hour => Start.AddHours(hour)))
    );

    /// <summary>Few keys and values, one of each with signs that a query language could take for its own.</summary>
    private static readonly Gen<UsageTags> Tags = Gen.Select(
            Text("acme", "ромашка", "it's"),
            Text("chat", "mail"),
            Text("1", "\"2\"")
        )
        .Select(
            static (tenant, feature, other) =>
                UsageTags.FromPairs(
                    new[] { ("tenant", tenant), ("feature", feature), ("$.a\"[0]'", other) }
                        .Where(static pair => pair.Item2 is not null)
                        .Select(static pair => KeyValuePair.Create(pair.Item1, pair.Item2!))
                )
        );

    private static readonly Gen<UsageRecord> Records =
        from createdAt in Times
        from operation in Pick("TEXT_GENERATION", "EMBEDDING", "Своё")
        from model in Text("GigaChat-2", "GigaChat-2-Max")
        from user in Text("u1", "u2", "ю3")
        from name in Text("Анна", "АННА", "Bob", "\U0001F600", "\uE000")
        from token in Text("t1", "t2")
        from type in Text("DEMO", "DEVELOPER")
        from platform in Text("web", "telegram")
        from generation in Text("g1", "G1", "g_2")
        from topic in Text("Дроби 100%", "дробь", "percent_ages", "it's")
        from source in Gen.Enum<UsageSource>()
        from outcome in Gen.Enum<UsageOutcome>()
        from counts in Gen.Select(Count, Count, Count, Gen.Long[0, 20])
        from other in Gen.Select(Gen.Bool, Gen.Int[1, 3], Durations, Count)
        from first in Maybe(Durations)
        from ids in Gen.Select(Text("s1", "s2"), Text("r1", "r2"))
        from tags in Tags
        from id in Gen.Int[0, 400]
        select new UsageRecord
        {
            Id = IdOf(id),
            CreatedAt = createdAt,
            Operation = new UsageOperation(operation),
            Model = model,
            UserId = user,
            UserName = name,
            AccessToken = token,
            AccessTokenType = type,
            Platform = platform,
            GenerationId = generation,
            Topic = topic,
            SessionId = ids.Item1,
            RequestId = ids.Item2,
            Tags = tags,
            Source = source,
            Outcome = outcome,
            PromptTokens = counts.Item1,
            CompletionTokens = counts.Item2,
            CachedPromptTokens = counts.Item3,
            ReasoningTokens = other.Item4,
            TotalTokens = counts.Item4,
            IsBatch = other.Item1,
            Attempt = other.Item2,
            Duration = other.Item3,
            TimeToFirstToken = first,
        };

    private static readonly UsageDimensions[] Absences =
    [
        UsageDimensions.Model,
        UsageDimensions.User,
        UsageDimensions.AccessToken,
        UsageDimensions.AccessTokenType,
        UsageDimensions.Platform,
        UsageDimensions.Topic,
        UsageDimensions.Generation,
    ];

    private static readonly Gen<UsageFilter> Filters =
        from period in Gen.Select(Maybe(Times), Maybe(Times))
        from operation in Text("TEXT_GENERATION", "Своё", "NONE")
        from model in Text("GigaChat-2")
        from user in Text("u1", "ю3")
        from token in Text("t1")
        from rest in Gen.Select(
            Text("DEMO"),
            Text("web"),
            Text("g1"),
            Text("ДРОБ", "100%", "_", "анна", "t1", "\U0001F600", "'")
        )
        from ids in Gen.Select(Text("Дроби 100%", "дробь", "percent"), Text("s1"), Text("r1", "r2"), Gen.Int[0, 400])
        from state in Gen.Select(Maybe(Gen.Enum<UsageSource>()), Maybe(Gen.Enum<UsageOutcome>()))
        from tags in Gen.Frequency((3, Gen.Const(UsageTags.Empty)), (1, Tags))
        from used in Gen.Frequency(
            (1, Gen.Const(0)),
            (2, Gen.Int[0, (1 << 12) - 1].Select(Gen.Int[0, (1 << 12) - 1], (a, b) => a & b))
        )
        from without in Gen.Frequency(
            (3, Gen.Const(UsageDimensions.None)),
            (
                1,
                Gen.Int[0, Absences.Length - 1]
                    .Select(Gen.Int[0, Absences.Length - 1], (a, b) => Absences[a] | Absences[b])
            ),
            (2, Gen.Int[0, Absences.Length - 1].Select(a => Absences[a]))
        )
        from withoutTag in Gen.Frequency((5, Gen.Const((string?)null)), (1, Text("tenant", "$.a\"[0]'", "none")))
        let forwards = !(period.Item1 > period.Item2)
        select new UsageFilter
        {
            Without = without,
            WithoutTag = withoutTag,
            From = forwards ? period.Item1 : period.Item2,
            To = forwards ? period.Item2 : period.Item1,
            Operation =
                (used & 1) != 0 && operation is not null ? new UsageOperation(operation) : (UsageOperation?)null,
            Model = (used & 2) != 0 ? model : null,
            UserId = (used & 4) != 0 ? user : null,
            AccessToken = (used & 8) != 0 ? token : null,
            AccessTokenType = (used & 16) != 0 ? rest.Item1 : null,
            Platform = (used & 32) != 0 ? rest.Item2 : null,
            GenerationId = (used & 64) != 0 ? rest.Item3 : null,
            Tags = tags,
            Search = (used & 128) != 0 ? rest.Item4 : null,
            Topic = (used & 512) != 0 ? ids.Item1 : null,
            SessionId = (used & 1024) != 0 ? ids.Item2 : null,
            RequestId = (used & 2048) != 0 ? ids.Item3 : null,
            Id = (used & 3072) == 3072 ? IdOf(ids.Item4) : null,
            Source = (used & 256) != 0 ? state.Item1 : null,
            Outcome = (used & 256) != 0 ? state.Item2 : null,
        };

    private static readonly Gen<UsageGrouping> Groupings =
        from dimensions in Gen.Frequency(
            (1, Gen.Const(UsageDimensions.None)),
            (1, Gen.Const(UsageDimensions.User)),
            (4, Gen.Int[0, 16].Select(bit => (UsageDimensions)(1 << bit))),
            (4, Gen.Int[0, 16].Select(Gen.Int[0, 16], (a, b) => (UsageDimensions)((1 << a) | (1 << b)))),
            (1, Gen.Int[0, (1 << 17) - 1].Select(Gen.Int[0, (1 << 17) - 1], (a, b) => (UsageDimensions)(a & b)))
        )
        from zone in Pick("Europe/Moscow", "UTC", "Asia/Kolkata", "America/New_York", "custom +00:07")
        from top in Maybe(Gen.Int[1, 5])
        from more in Gen.Select(Gen.Bool, Gen.Bool)
        from tag in Gen.Frequency((2, Gen.Const((string?)null)), (1, Text("tenant", "feature", "$.a\"[0]'", "none")))
        select new UsageGrouping(dimensions)
        {
            TimeZone = NaiveUsage.Zone(zone),
            Top = top,
            TagKey = tag,
            WithLatency = more.Item1,
            WithUsers = more.Item2,
        };

    /// <summary>Queries that rollups by tag are sufficient for, and some that need records.</summary>
    private static readonly Gen<(UsageFilter Filter, UsageGrouping Grouping)> TagQuestions =
        from period in Gen.Select(Maybe(Times), Maybe(Times))
        from tags in Gen.Frequency((2, Gen.Const(UsageTags.Empty)), (1, Tags))
        from operation in Gen.Frequency((3, Gen.Const((string?)null)), (1, Text("TEXT_GENERATION", "Своё")))
        from model in Gen.Frequency((3, Gen.Const((string?)null)), (1, Text("GigaChat-2")))
        from key in Text("tenant", "feature", "$.a\"[0]'", "none")
        from dimensions in Gen.Int[0, 15]
        from day in Gen.Bool
        from zone in Pick("Europe/Moscow", "UTC", "Asia/Kolkata")
        from top in Maybe(Gen.Int[1, 5])
        let forwards = !(period.Item1 > period.Item2)
        select (
            new UsageFilter
            {
                From = forwards ? period.Item1 : period.Item2,
                To = forwards ? period.Item2 : period.Item1,
                Operation = operation is null ? (UsageOperation?)null : new UsageOperation(operation),
                Model = model,
                Tags = tags,
            },
            new UsageGrouping(
                ((dimensions & 1) != 0 ? UsageDimensions.Operation : 0)
                    | ((dimensions & 2) != 0 ? UsageDimensions.Model : 0)
                    | ((dimensions & 4) != 0 ? UsageDimensions.Source : 0)
                    | ((dimensions & 8) != 0 ? UsageDimensions.Batch : 0)
                    | (day ? UsageDimensions.Day : 0)
            )
            {
                TimeZone = NaiveUsage.Zone(zone),
                Top = top,
                TagKey = key,
            }
        );

    /// <summary>The batches of a store, and queries by tag.</summary>
    public static Gen<RandomUsage> TaggedStores { get; } =
        Gen.Select(Records.Array[0, 60].Array[1, 6], TagQuestions.Array[60], (batches, questions) =>
            new RandomUsage(batches, questions)
        );

    /// <summary>
    /// The batches and queries of a store: up to six batches, out of order and with repeats, and thirty queries.
    /// </summary>
    public static Gen<RandomUsage> Stores { get; } =
        Gen.Select(Records.Array[0, 60].Array[1, 6], Gen.Select(Filters, Groupings).Array[30], (batches, questions) =>
            new RandomUsage(batches, questions)
        );

    /// <summary>Durations of every size, some at the edges of buckets, some not measured.</summary>
    private static Gen<TimeSpan> Durations =>
        Gen.Frequency(
            (1, Gen.Const(TimeSpan.Zero)),
            (2, Gen.Long[1, 30].Select(us => TimeSpan.FromMicroseconds(us))),
            (6, Gen.Double[0, 24].Select(power => TimeSpan.FromMicroseconds((long)Math.Pow(Math.E, power))))
        );

    private static Guid IdOf(int id) => new(id, (short)(id * 7919), 0x7000, [0x80, 0, 0, 0, 0, 0, 0, (byte)id]);

    private static Gen<long?> Count => Maybe(Gen.Long[0, 20]);

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string?> Text(params string[] texts) =>
        Gen.Int[-1, texts.Length - 1].Select(i => i < 0 ? null : texts[i]);

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : struct => Gen.Bool.Select(gen, (some, value) => some ? (T?)value : null);
}
