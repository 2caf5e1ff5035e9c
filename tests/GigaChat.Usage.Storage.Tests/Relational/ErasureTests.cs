namespace GigaChat.Usage;

/// <summary>A person can be taken out of what is stored, and what they used stays counted.</summary>
internal sealed class ErasureTests(string kind) : RelationalTests(kind)
{
    private static UsageRecord Record(int minute, string user, string name, string topic, long tokens) =>
        new()
        {
            CreatedAt = Noon.AddMinutes(minute),
            Operation = UsageOperation.TextGeneration,
            UserId = user,
            UserName = name,
            Topic = topic,
            SessionId = "session of " + user,
            TotalTokens = tokens,
        };

    [Test]
    public async Task Nothing_stored_names_the_user_and_every_sum_is_as_before()
    {
        var store = Open();
        await store.AppendAsync(
            [
                Record(0, "42", "Анна", "Кванты", 5),
                Record(2_000, "42", "Анна Иванова", "Кванты", 7),
                Record(1, "43", "Борис", "Атомы", 11),
            ],
            default
        );
        var before = await store.AggregateAsync(
            UsageFilter.All,
            new UsageGrouping(UsageDimensions.Day | UsageDimensions.Operation)
        );

        (await store.EraseUserAsync("42")).Should().Be(2);

        var users = await store.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.User));
        users.Select(user => (user.UserName, user.TotalTokens)).Should().Equal((null, 12), ("Борис", 11));
        users[0].UserId.Should().StartWith("erased-");
        (
            await store.AggregateAsync(
                UsageFilter.All,
                new UsageGrouping(UsageDimensions.Day | UsageDimensions.Operation)
            )
        )
            .Should()
            .Equal(before);
        (await store.ListAsync(new UsageFilter { UserId = users[0].UserId }, new UsagePage()))
            .Items.Should()
            .HaveCount(2)
            .And.OnlyContain(record => record.UserName == null && record.Topic == null && record.SessionId == null);
        foreach (var word in new[] { "Анна", "Кванты", "Иванова" })
            (await store.ListAsync(new UsageFilter { Search = word }, new UsagePage())).Items.Should().BeEmpty();
        (await store.ListAsync(new UsageFilter { Search = "Атомы" }, new UsagePage())).Items.Should().ContainSingle();
        Convert
            .ToInt64(await Database.ExecuteAsync("SELECT COUNT(*) FROM gigachat_usage_texts WHERE folded <> ''"), null)
            .Should()
            .Be(1, "the index of texts holds no word of theirs either");
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Texts_that_others_share_stay_theirs_and_the_writer_that_knew_them_goes_on()
    {
        var store = Open();
        await store.AppendAsync(
            [
                Record(0, "42", "Анна", "Кванты", 5),
                Record(1, "44", "Анна", "Кванты", 6),
                Record(2, "42", "Анна", "Атомы", 7),
            ],
            default
        );

        await store.EraseUserAsync("42");
        await store.AppendAsync([Record(3, "44", "Анна", "Кванты", 8), Record(4, "42", "Анна", "Атомы", 9)], default);

        (await store.ListAsync(new UsageFilter { Search = "Кванты" }, new UsagePage()))
            .Items.Select(record => record.UserId)
            .Should()
            .Equal("44", "44");
        (await SumAsync(store)).TotalTokens.Should().Be(35);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Totals_whose_records_are_gone_forget_the_user_too()
    {
        var store = Open();
        await store.AppendAsync([Record(0, "42", "Анна", "Кванты", 5)], default);
        await store.AppendAsync(
            [Record(0, "43", "Борис", "Атомы", 0) with { CreatedAt = TimeProvider.System.GetUtcNow() }],
            default
        );
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(1))).Should().Be(1);

        (await store.EraseUserAsync("42")).Should().Be(0);

        var user = (await store.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.User)))[0];
        (user.UserName, user.TotalTokens).Should().Be((null, 5));
        user.UserId.Should().StartWith("erased-");
    }

    [Test]
    public async Task Of_nobody_nothing_is_erased()
    {
        var store = Open();
        await store.AppendAsync([Record(0, "42", "Анна", "Кванты", 5)], default);

        (await store.EraseUserAsync("4")).Should().Be(0);
        await store
            .Invoking(it => it.EraseUserAsync(""))
            .Should()
            .ThrowAsync<ArgumentException>()
            .WithParameterName("userId");

        (await store.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.User)))
            .Should()
            .ContainSingle()
            .Which.UserName.Should()
            .Be("Анна");
    }
}
