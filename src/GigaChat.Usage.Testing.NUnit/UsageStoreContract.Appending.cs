namespace GigaChat.Usage;

public abstract partial class UsageStoreContract
{
    private static UsageRecord Full =>
        new()
        {
            Id = Guid.Parse("0199c0de-1234-7abc-8def-0123456789ab"),
            CreatedAt = new DateTimeOffset(2026, 1, 21, 14, 57, 11, TimeSpan.FromHours(3)).AddTicks(1_234_567),
            Operation = new UsageOperation("SUMMARY"),
            Model = "GigaChat-2-Max",
            ModelVersion = "2.0.28.2",
            UserId = "user-1",
            UserName = "Анна Каренина",
            AccessToken = "a1b2c3d4…",
            AccessTokenType = "DEMO",
            GenerationId = "lesson-17",
            Topic = "Дроби, 5 класс \U0001F34E",
            Platform = "telegram",
            Tags = [new("tenant", "Ромашка"), new("feature", "it's \"50%\""), new("$.a[0]", "\\")],
            SessionId = "session-1",
            RequestId = "request-1",
            PromptTokens = 17,
            CompletionTokens = 42,
            CachedPromptTokens = 37,
            ReasoningTokens = 29,
            TotalTokens = 59,
            Source = UsageSource.Estimated,
            Outcome = UsageOutcome.Blocked,
            PromptLength = 101,
            ResponseLength = 202,
            Duration = TimeSpan.FromTicks(12_345_670),
            TimeToFirstToken = TimeSpan.FromTicks(2_345_670),
            StatusCode = 200,
            FinishReason = "blacklist",
            IsBatch = true,
            Attempt = 2,
            FirstAttemptId = Guid.Parse("0199c0de-0000-7abc-8def-0123456789ab"),
        };

    /// <summary>Every field of a record is returned as written, time to the microsecond.</summary>
    [Test]
    public async Task Every_field_comes_back_to_the_microsecond()
    {
        await AppendAsync(Full);

        var found = await _reader.FindAsync(Full.Id);

        Assert.That(found, Is.EqualTo(UsageRecordLimits.Fit(Full)));
        Assert.That(found!.CreatedAt.Offset, Is.EqualTo(TimeSpan.Zero));
        Assert.That(
            found.CreatedAt,
            Is.EqualTo(new DateTimeOffset(2026, 1, 21, 11, 57, 11, TimeSpan.Zero).AddMicroseconds(123_456))
        );
        Assert.That(await ListAsync(), Is.EqualTo(new[] { found }));
    }

    /// <summary>Unknown stays unknown: nothing turns into zero or an empty text, and zero stays zero (L4).</summary>
    [Test, Property("Lesson", "L4")]
    public async Task Unknown_counts_stay_null_and_zero_stays_zero_L4()
    {
        var unknown = Sample(0);
        var zero = Sample(0) with
        {
            PromptTokens = 0,
            CompletionTokens = 0,
            CachedPromptTokens = 0,
            ReasoningTokens = 0,
            TimeToFirstToken = TimeSpan.Zero,
        };
        await AppendAsync(unknown, zero);

        Assert.That(await _reader.FindAsync(unknown.Id), Is.EqualTo(unknown));
        Assert.That(await _reader.FindAsync(zero.Id), Is.EqualTo(zero));
        var sum = await SumAsync();
        Assert.That(
            (sum.Count, sum.PromptTokens, sum.CompletionTokens, sum.CachedPromptTokens),
            Is.EqualTo((2, 0, 0, 0))
        );
    }

    /// <summary>The record of an unknown id is null.</summary>
    [Test]
    public async Task An_unknown_id_finds_nothing() => Assert.That(await _reader.FindAsync(Full.Id), Is.Null);

    /// <summary>An empty batch is no error.</summary>
    [Test]
    public async Task An_empty_batch_changes_nothing()
    {
        await AppendAsync();
        Assert.That(await SumAsync(), Is.EqualTo(new UsageGroup()));
    }

    /// <summary>The same batch again changes neither records nor sums.</summary>
    [Test]
    public async Task A_batch_sent_twice_changes_nothing()
    {
        UsageRecord[] batch = [Sample(1), Sample(2), Full];
        await AppendAsync(batch);
        var before = await SumAsync();

        await AppendAsync(batch);
        await AppendAsync([.. batch.Reverse()]);

        Assert.That(await SumAsync(), Is.EqualTo(before));
        Assert.That(await ListAsync(), Has.Count.EqualTo(3));
    }

    /// <summary>The first copy of an id stays, within a batch and across batches, whatever else differs (L7).</summary>
    [Test, Property("Lesson", "L7")]
    public async Task The_first_record_of_an_id_stays_L7()
    {
        var first = Sample(10);
        await AppendAsync(first, first with { TotalTokens = 20 }, Sample(1));
        await AppendAsync(first with { TotalTokens = 30, CreatedAt = Noon.AddDays(1), UserId = "other" });

        Assert.That(await _reader.FindAsync(first.Id), Is.EqualTo(first));
        var sum = await SumAsync();
        Assert.That((sum.Count, sum.TotalTokens), Is.EqualTo((2, 11)));
    }

    /// <summary>Several writers that send overlapping batches in different orders store each record once, and none
    /// fails (L2).</summary>
    [Test, Property("Lesson", "L2")]
    public async Task Concurrent_writers_store_every_record_once_L2()
    {
        var records = Enumerable
            .Range(0, 400)
            .Select(i => Sample(i) with { UserId = $"user-{i % 7}", Model = $"model-{i % 3}" })
            .ToArray();
        var other = await OpenAgainAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        var store = writer % 2 == 0 ? _store : other;
                        var mine = records.OrderBy(record => HashCode.Combine(record.Id, writer)).ToArray();
                        foreach (var batch in mine.Chunk(50))
                            await store.AppendAsync(batch, CancellationToken.None);
                    })
                )
        );

        var sum = await SumAsync();
        Assert.That((sum.Count, sum.TotalTokens), Is.EqualTo((400, records.Sum(record => record.TotalTokens))));
        var users = await _reader.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.User));
        Assert.That(users.Sum(user => user.Count), Is.EqualTo(400));
        Assert.That(await ListAsync(), Is.EquivalentTo(records));
    }

    /// <summary>A canceled write stores nothing and throws.</summary>
    [Test]
    public async Task A_cancelled_write_stores_nothing()
    {
        var write = () => _store.AppendAsync([Sample()], new CancellationToken(canceled: true));

        Assert.That(await CatchAsync(write), Is.InstanceOf<OperationCanceledException>());
        Assert.That((await SumAsync()).Count, Is.EqualTo(0));
    }

    /// <summary>A canceled query throws.</summary>
    [Test]
    public async Task A_cancelled_question_throws()
    {
        var cancelled = new CancellationToken(canceled: true);

        async Task ExpectAsync(Func<Task> query) =>
            Assert.That(await CatchAsync(query), Is.InstanceOf<OperationCanceledException>());

        await ExpectAsync(() => _reader.AggregateAsync(UsageFilter.All, UsageGrouping.None, cancelled));
        await ExpectAsync(() => _reader.ListAsync(UsageFilter.All, new UsagePage(), cancelled));
        await ExpectAsync(() => _reader.FindAsync(Full.Id, cancelled));
    }
}
