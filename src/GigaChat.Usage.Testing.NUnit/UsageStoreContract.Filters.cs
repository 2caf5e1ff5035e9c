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
            Case("source", new UsageFilter { Source = UsageSource.Estimated }),
            Case("outcome", new UsageFilter { Outcome = UsageOutcome.Blocked }),
            Case("search", new UsageFilter { Search = "каренин" }),
            Case("start", new UsageFilter { StartDate = Noon.AddDays(-60), EndDate = Noon.AddDays(-1) }),
            Case(
                "everything",
                new UsageFilter
                {
                    StartDate = Full.CreatedAt.AddMinutes(-1),
                    EndDate = Full.CreatedAt.AddMinutes(1),
                    Operation = "SUMMARY",
                    Model = "GigaChat-2-Max",
                    UserId = "user-1",
                    AccessToken = "a1b2c3d4…",
                    AccessTokenType = "DEMO",
                    Platform = "telegram",
                    GenerationId = "lesson-17",
                    Source = UsageSource.Estimated,
                    Outcome = UsageOutcome.Blocked,
                    Search = "ДРОБИ",
                }
            ),
        ];

    /// <summary>Each part of a filter lets through the record that has it and no other, in sums and in lists.</summary>
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

        (await ListAsync(filter)).Should().ContainSingle().Which.Id.Should().Be(Full.Id);
        var sum = await SumAsync(filter);
        (sum.Count, sum.TotalTokens, sum.EstimatedTokens, sum.Calls).Should().Be((1, 59, 59, 0));
    }

    /// <summary>A part of a filter left empty lets everything through.</summary>
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
            Search = "",
        };

        (await ListAsync(filter)).Should().HaveCount(2);
        (await SumAsync(filter)).Count.Should().Be(2);
    }

    /// <summary>Both ends of a period belong to it, to the microsecond.</summary>
    [Test]
    public async Task Both_ends_of_a_period_are_inclusive()
    {
        var times = new[] { -1, 0, 1, 2, 3 }.Select(i => Noon.AddMicroseconds(i)).ToArray();
        await AppendAsync([.. times.Select(time => At(time))]);

        var filter = new UsageFilter { StartDate = times[1], EndDate = times[3] };
        (await ListAsync(filter)).Select(record => record.CreatedAt).Should().Equal(times[3], times[2], times[1]);
        (await SumAsync(filter)).Count.Should().Be(3);
        (await SumAsync(new UsageFilter { StartDate = times[2], EndDate = times[2].ToOffset(TimeSpan.FromHours(5.5)) }))
            .Count.Should()
            .Be(1);
        (await SumAsync(new UsageFilter { StartDate = times[1].AddTicks(1), EndDate = times[3].AddTicks(-1) }))
            .Count.Should()
            .Be(1);
    }

    /// <summary>The ends of time are ends like any other.</summary>
    [Test]
    public async Task The_ends_of_time_are_valid_ends_of_a_period()
    {
        await AppendAsync(Full, Sample());
        var always = new UsageFilter { StartDate = DateTimeOffset.MinValue, EndDate = DateTimeOffset.MaxValue };

        (await SumAsync(always)).Count.Should().Be(2);
        (await ListAsync(always)).Should().HaveCount(2);
        (await _reader.AggregateAsync(always, new UsageGrouping(UsageDimensions.Day))).Should().HaveCount(2);
        (await SumAsync(new UsageFilter { EndDate = DateTimeOffset.MinValue })).Count.Should().Be(0);
        (await SumAsync(new UsageFilter { StartDate = DateTimeOffset.MaxValue })).Count.Should().Be(0);
    }

    /// <summary>Search looks into topic, user name, access token and generation, whatever the letter case, in any
    /// script.</summary>
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

        (await ListAsync(new UsageFilter { Search = search })).Should().ContainSingle().Which.Id.Should().Be(Full.Id);
        (await SumAsync(new UsageFilter { Search = search })).Count.Should().Be(1);
    }

    /// <summary>No sign in a search has a meaning of its own, and fields that are not searched are not.</summary>
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

        (await ListAsync(new UsageFilter { Search = search })).Should().ContainSingle().Which.Topic.Should().Be(topic);
        (await ListAsync(new UsageFilter { Search = search + search + search })).Should().BeEmpty();
    }

    private static TestCaseData Case(string name, UsageFilter filter) =>
        new TestCaseData(filter).SetArgDisplayNames(name);
}
