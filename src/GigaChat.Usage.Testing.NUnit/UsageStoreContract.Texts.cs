namespace GigaChat.Usage;

public abstract partial class UsageStoreContract
{
    private static IEnumerable<string> AwkwardTexts =>
        [
            new string('я', 1_000),
            "a\0b",
            "\0",
            "x\uD83D",
            "\uDE00y",
            string.Concat(Enumerable.Repeat("\U0001F600", 300)),
            "'; DROP TABLE x; --",
            "100%_\\\"'`",
            "line\r\nbreak\ttab",
            " spaces ",
            "ﬁ İı ß ЁёЇї",
            "\uFFFE\uFFFD",
        ];

    /// <summary>
    /// No text of any length or content makes a store reject a record or lose it; it is returned as the limits cut it
    /// (L19).
    /// </summary>
    [TestCaseSource(nameof(AwkwardTexts)), Property("Lesson", "L19")]
    public async Task Awkward_text_is_cut_to_fit_and_never_refused_L19(string text)
    {
        var record = Sample() with
        {
            Operation = new UsageOperation(text),
            Model = text,
            ModelVersion = text,
            UserId = text,
            UserName = text,
            AccessToken = text,
            AccessTokenType = text,
            GenerationId = text,
            Topic = text,
            Platform = text,
            SessionId = text,
            RequestId = text,
            FinishReason = text,
        };
        await AppendAsync(record);

        Assert.That(await _reader.FindAsync(record.Id), Is.EqualTo(UsageRecordLimits.Fit(record)));
        Assert.That(
            await ListAsync(
                new UsageFilter
                {
                    UserId = text,
                    Model = text,
                    GenerationId = text,
                }
            ),
            Has.Count.EqualTo(1),
            "a filter is fitted as records are"
        );
        var users = await _reader.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.User));
        Assert.That(users.Select(user => user.UserId), Is.EqualTo(new[] { UsageRecordLimits.FitId(text) }));
    }

    /// <summary>Texts longer than their limit are cut to it (L19).</summary>
    [Test, Property("Lesson", "L19")]
    public async Task Long_texts_are_cut_to_their_column_L19()
    {
        var record = Sample() with
        {
            Topic = new string('т', 300),
            UserId = new string('u', 200),
            Platform = new string('p', 60),
        };
        await AppendAsync(record);

        var found = await _reader.FindAsync(record.Id);
        Assert.That((found!.Topic!.Length, found.UserId!.Length, found.Platform!.Length), Is.EqualTo((255, 128, 50)));
    }

    /// <summary>
    /// Ids that are too long and start with the same text stay different, in lists and in sums (L38).
    /// </summary>
    [Test, Property("Lesson", "L38")]
    public async Task Long_ids_that_begin_alike_stay_two_L38()
    {
        var (first, second) = (new string('u', 200) + "1", new string('u', 200) + "2");
        await AppendAsync(
            Sample(10) with
            {
                UserId = first,
                AccessToken = first,
            },
            Sample(20) with
            {
                UserId = second,
                AccessToken = second,
            }
        );

        Assert.That((await SumAsync(new UsageFilter { UserId = first })).TotalTokens, Is.EqualTo(10));
        Assert.That((await SumAsync(new UsageFilter { AccessToken = second })).TotalTokens, Is.EqualTo(20));
        Assert.That(
            await _reader.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.User)),
            Has.Count.EqualTo(2)
        );
    }

    /// <summary>Impossible counts are clamped, so that sums cannot overflow.</summary>
    [Test]
    public async Task Absurd_numbers_are_stored_clamped()
    {
        var record = Sample(long.MaxValue) with
        {
            PromptTokens = -1,
            CompletionTokens = long.MaxValue,
            PromptLength = int.MinValue,
            ResponseLength = int.MaxValue,
            Duration = TimeSpan.FromDays(-1),
            TimeToFirstToken = TimeSpan.FromDays(400),
            Attempt = -5,
            StatusCode = int.MaxValue,
        };
        await AppendAsync(record, record with { Id = Guid.CreateVersion7() });

        Assert.That(await _reader.FindAsync(record.Id), Is.EqualTo(UsageRecordLimits.Fit(record)));
        Assert.That((await SumAsync()).TotalTokens, Is.EqualTo(2 * UsageRecordLimits.Tokens));
    }
}
