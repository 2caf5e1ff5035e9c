namespace GigaChat.Usage;

public abstract partial class UsageStoreContract
{
    private static IEnumerable<TestCaseData> Filters =>
        [
            Case("operation", new UsageFilter { Operation = "SUMMARY" }),
            Case("model", new UsageFilter { Model = "GigaChat-2-Max" }),
            Case("user", new UsageFilter { UserId = "user-1" }),
            Case("access token", new UsageFilter { AccessToken = "a1b2c3d4…" }),
            Case("access-token type", new UsageFilter { AccessTokenType = "DEMO" }),
            Case("platform", new UsageFilter { Platform = "telegram" }),
            Case("generation", new UsageFilter { GenerationId = "lesson-17" }),
            Case("topic", new UsageFilter { Topic = Full.Topic }),
            Case("session", new UsageFilter { SessionId = Full.SessionId }),
            Case("request", new UsageFilter { RequestId = Full.RequestId }),
            Case("id", new UsageFilter { Id = Full.Id }),
            Case("source", new UsageFilter { Source = UsageSource.Estimated }),
            Case("outcome", new UsageFilter { Outcome = UsageOutcome.Blocked }),
            Case("search", new UsageFilter { Search = "каренин" }),
            Case("start", new UsageFilter { From = Noon.AddDays(-60), To = Noon.AddDays(-1) }),
            Case(
                "everything",
                new UsageFilter
                {
                    From = Full.CreatedAt.AddMinutes(-1),
                    To = Full.CreatedAt.AddMinutes(1),
                    Operation = "SUMMARY",
                    Model = "GigaChat-2-Max",
                    UserId = "user-1",
                    AccessToken = "a1b2c3d4…",
                    AccessTokenType = "DEMO",
                    Platform = "telegram",
                    GenerationId = "lesson-17",
                    Topic = Full.Topic,
                    SessionId = Full.SessionId,
                    RequestId = Full.RequestId,
                    Id = Full.Id,
                    Source = UsageSource.Estimated,
                    Outcome = UsageOutcome.Blocked,
                    Search = "ДРОБИ",
                }
            ),
        ];

    /// <summary>
    /// Each property of a filter matches the record that has its value and no other, in sums and in lists.
    /// </summary>
    [TestCaseSource(nameof(Filters))]
    public async Task A_filter_lets_through_what_has_its_value(UsageFilter filter)
    {
        await AppendAsync(
            Full,
            Sample(),
            Sample() with
            {
                Model = "gigachat-2-max",
                UserId = "USER-1",
                Platform = "Telegram",
                Topic = "Дробь",
            }
        );

        Assert.That((await ListAsync(filter)).Select(record => record.Id), Is.EqualTo(new[] { Full.Id }));
        var sum = await SumAsync(filter);
        Assert.That((sum.Count, sum.TotalTokens, sum.EstimatedTokens, sum.Calls), Is.EqualTo((1, 59, 59, 0)));
    }

    /// <summary>A filter finds the records without a value, in sums, lists and as the group of their own.</summary>
    [TestCase(UsageDimensions.Model)]
    [TestCase(UsageDimensions.User)]
    [TestCase(UsageDimensions.AccessToken)]
    [TestCase(UsageDimensions.AccessTokenType)]
    [TestCase(UsageDimensions.Platform)]
    [TestCase(UsageDimensions.Topic)]
    [TestCase(UsageDimensions.Generation)]
    public async Task A_filter_finds_the_records_without_a_value(UsageDimensions dimension)
    {
        var none = Sample() with
        {
            Model = null,
            UserId = null,
            AccessToken = null,
            AccessTokenType = null,
            Platform = null,
            Topic = null,
            GenerationId = null,
        };
        var other = none with { Id = Guid.CreateVersion7(), CreatedAt = none.CreatedAt.AddDays(-40) };
        await AppendAsync(Full, none, other);

        var filter = new UsageFilter { Without = dimension };
        Assert.That(
            (await ListAsync(filter)).Select(record => record.Id),
            Is.EquivalentTo(new[] { none.Id, other.Id })
        );
        Assert.That((await SumAsync(filter)).Count, Is.EqualTo(2));
        var groups = await _reader.AggregateAsync(filter, new UsageGrouping(dimension) { Top = 1 });
        Assert.That(groups.Single().Count, Is.EqualTo(2));
        Assert.That(
            (await SumAsync(filter with { From = none.CreatedAt.AddDays(-1), To = none.CreatedAt.AddDays(1) })).Count,
            Is.EqualTo(1)
        );
        Assert.That((await SumAsync(filter with { Without = UsageDimensions.User | dimension })).Count, Is.EqualTo(2));
    }

    /// <summary>A filter finds the records without a tag, whatever other tags they have.</summary>
    [Test]
    public async Task A_filter_finds_the_records_without_a_tag()
    {
        var none = Sample() with { Tags = UsageTags.Empty };
        var other = Sample() with { Tags = UsageTags.Of("it's", "x") };
        var tagged = Sample() with { Tags = [new("it's", "x"), new("tenant", "acme")] };
        await AppendAsync(none, other, tagged);

        var filter = new UsageFilter { WithoutTag = "tenant" };
        Assert.That(
            (await ListAsync(filter)).Select(record => record.Id),
            Is.EquivalentTo(new[] { none.Id, other.Id })
        );
        Assert.That((await SumAsync(filter)).Count, Is.EqualTo(2));
        Assert.That((await SumAsync(filter with { WithoutTag = "it's" })).Count, Is.EqualTo(1));
        var both = filter with { Tags = UsageTags.Of("it's", "x") };
        Assert.That((await ListAsync(both)).Select(record => record.Id), Is.EqualTo(new[] { other.Id }));
        Assert.That((await SumAsync(both)).Count, Is.EqualTo(1));
    }

    /// <summary>Every record has an operation, a source, an outcome and a time.</summary>
    [TestCase(UsageDimensions.Operation)]
    [TestCase(UsageDimensions.Source | UsageDimensions.User)]
    [TestCase(UsageDimensions.Day)]
    public void A_filter_without_what_every_record_has_is_an_error(UsageDimensions dimensions) =>
        Assert.That(
            async () => await SumAsync(new UsageFilter { Without = dimensions }),
            Throws.ArgumentException.With.Message.Contains("can be without")
        );

    /// <summary>A filter property without a value matches everything.</summary>
    [Test]
    public async Task An_empty_part_of_a_filter_lets_everything_through()
    {
        await AppendAsync(Full, Sample());
        var filter = new UsageFilter
        {
            Model = "",
            UserId = "",
            AccessToken = "",
            AccessTokenType = "",
            Platform = "",
            GenerationId = "",
            Topic = "",
            SessionId = "",
            RequestId = "",
            Search = "",
        };

        Assert.That(await ListAsync(filter), Has.Count.EqualTo(2));
        Assert.That((await SumAsync(filter)).Count, Is.EqualTo(2));
    }

    /// <summary>A period includes its first moment and excludes its end, to the microsecond.</summary>
    [Test]
    public async Task A_period_is_half_open()
    {
        var times = new[] { -1, 0, 1, 2, 3 }.Select(i => Noon.AddMicroseconds(i)).ToArray();
        await AppendAsync([.. times.Select(time => At(time))]);

        var filter = new UsageFilter { From = times[1], To = times[3] };
        Assert.That(
            (await ListAsync(filter)).Select(record => record.CreatedAt),
            Is.EqualTo(new[] { times[2], times[1] })
        );
        Assert.That((await SumAsync(filter)).Count, Is.EqualTo(2));
        UsageFilter[] ofOne =
        [
            new() { From = times[2], To = times[3].ToOffset(TimeSpan.FromHours(5.5)) },
            new() { From = times[2], To = times[2].AddTicks(1) },
            new() { From = times[1].AddTicks(1), To = times[3].AddTicks(-1) },
        ];
        foreach (var one in ofOne)
        {
            Assert.That((await SumAsync(one)).Count, Is.EqualTo(1));
            Assert.That(await ListAsync(one), Has.Count.EqualTo(1));
        }

        var empty = new UsageFilter { From = times[2], To = times[2] };
        Assert.That((await SumAsync(empty)).Count, Is.EqualTo(0));
        Assert.That(await ListAsync(empty), Is.Empty);
    }

    /// <summary>The minimum and maximum times are valid ends of a period.</summary>
    [Test]
    public async Task The_ends_of_time_are_valid_ends_of_a_period()
    {
        await AppendAsync(Full, Sample());
        var always = new UsageFilter { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };

        Assert.That((await SumAsync(always)).Count, Is.EqualTo(2));
        Assert.That(await ListAsync(always), Has.Count.EqualTo(2));
        Assert.That(await _reader.AggregateAsync(always, new UsageGrouping(UsageDimensions.Day)), Has.Count.EqualTo(2));
        Assert.That((await SumAsync(new UsageFilter { To = DateTimeOffset.MinValue })).Count, Is.EqualTo(0));
        Assert.That((await SumAsync(new UsageFilter { From = DateTimeOffset.MaxValue })).Count, Is.EqualTo(0));
    }

    /// <summary>
    /// Search covers topic, user name, access token and generation, whatever the letter case, in any script.
    /// </summary>
    [TestCase("дроби")]
    [TestCase("ДРОБИ, 5")]
    [TestCase("анна к")]
    [TestCase("A1B2")]
    [TestCase("LESSON-1")]
    [TestCase("\U0001F34E")]
    [TestCase("5")]
    public async Task Search_ignores_case_in_every_searched_field(string search)
    {
        await AppendAsync(
            Full,
            Sample() with
            {
                Topic = "Проценты",
                UserName = "Вронский",
                AccessToken = "zz",
                GenerationId = "g",
            }
        );

        var found = await ListAsync(new UsageFilter { Search = search });
        Assert.That(found.Select(record => record.Id), Is.EqualTo(new[] { Full.Id }));
        Assert.That((await SumAsync(new UsageFilter { Search = search })).Count, Is.EqualTo(1));
    }

    /// <summary>No character in a search has a special meaning, and other fields are not searched.</summary>
    [TestCase("%", "100 % ясно")]
    [TestCase("_", "snake_case")]
    [TestCase("'", "it's")]
    [TestCase("\"", "say \"hi\"")]
    [TestCase("\\", "back\\slash")]
    [TestCase("*", "a*b")]
    [TestCase("[", "a[b]")]
    [TestCase("100 % я", "100 % ясно")]
    [TestCase("\" OR \"", "a\" OR \"b")]
    [TestCase("e_c", "snake_case")]
    public async Task Search_is_literal_text(string search, string topic)
    {
        await AppendAsync(
            Sample() with
            {
                Topic = topic,
            },
            Sample() with
            {
                Topic = "плоский текст, snakeXcase",
                Platform = topic,
                Model = topic,
                UserId = topic,
            }
        );

        var found = await ListAsync(new UsageFilter { Search = search });
        Assert.That(found.Select(record => record.Topic), Is.EqualTo(new[] { topic }));
        Assert.That(await ListAsync(new UsageFilter { Search = search + search + search }), Is.Empty);
    }

    private static TestCaseData Case(string name, UsageFilter filter) =>
        new TestCaseData(filter).SetArgDisplayNames(name);
}
