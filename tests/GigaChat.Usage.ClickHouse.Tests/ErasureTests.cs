namespace GigaChat.Usage;

/// <summary>A person can be taken out of what is stored, and what they used stays counted.</summary>
[TestFixture]
internal sealed class ErasureTests : ClickHouseTests
{
    private static UsageRecord Of(int minute, string user, string name, string topic, long tokens) =>
        Record(Noon.AddMinutes(minute), tokens, user) with
        {
            UserName = name,
            Topic = topic,
            SessionId = $"session of {user}",
            GenerationId = $"lesson of {tokens}",
        };

    [TestCase(false)]
    [TestCase(true)]
    public async Task Nothing_stored_names_the_user_and_every_sum_is_as_before(bool isSealed)
    {
        var store = Database.Open();
        await store.AppendAsync(
            [
                Of(0, "42", "Анна", "Кванты", 5),
                Of(2_000, "42", "Анна Иванова", "Кванты", 7),
                Of(1, "43", "Борис", "Атомы", 11),
            ],
            default
        );
        if (isSealed)
            await store.SealAsync();
        var before = await ByAsync(store, UsageDimensions.Day | UsageDimensions.Operation);

        (await store.EraseUserAsync("42")).Should().Be(2);

        var users = await ByAsync(store, UsageDimensions.User);
        users.Select(user => (user.UserName, user.TotalTokens)).Should().Equal((null, 12), ("Борис", 11));
        users[0].UserId.Should().StartWith("erased-");
        (await ByAsync(store, UsageDimensions.Day | UsageDimensions.Operation)).Should().Equal(before);
        (await store.ListAsync(new UsageFilter { UserId = users[0].UserId }, new UsagePage()))
            .Items.Should()
            .HaveCount(2)
            .And.OnlyContain(record => record.UserName == null && record.Topic == null && record.SessionId == null);
        foreach (var word in new[] { "Анна", "Кванты", "Иванова" })
            (await store.ListAsync(new UsageFilter { Search = word }, new UsagePage())).Items.Should().BeEmpty();
        (await store.ListAsync(new UsageFilter { Search = "lesson of 7" }, new UsagePage()))
            .Items.Should()
            .ContainSingle("what is not the user's is still found");
        foreach (var table in new[] { "gigachat_usage_records", "gigachat_usage_users" })
            (
                await Database.ExecuteScalarAsync(
                    $"SELECT toInt64(count()) FROM {table} WHERE user_id = '42' OR user_name LIKE 'Анна%'"
                )
            )
                .Should()
                .Be(0L);
        await store.SealAsync();
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        (await ByAsync(store, UsageDimensions.User)).Should().Equal(users);
    }

    [Test]
    public async Task Totals_of_deleted_records_forget_the_user_too()
    {
        var store = Database.Open();
        await store.AppendAsync(
            [Of(0, "42", "Анна", "Кванты", 5), Record(TimeProvider.System.GetUtcNow(), 0, "43")],
            default
        );
        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(1))).Should().Be(1);

        (await store.EraseUserAsync("42")).Should().Be(0);

        var user = (await ByAsync(store, UsageDimensions.User))[0];
        (user.UserName, user.TotalTokens).Should().Be((null, 5));
        user.UserId.Should().StartWith("erased-");
    }

    [Test]
    public async Task Of_nobody_nothing_is_erased()
    {
        var store = Database.Open();
        await store.AppendAsync([Of(0, "42", "Анна", "Кванты", 5)], default);

        (await store.EraseUserAsync("4")).Should().Be(0);
        await store
            .Invoking(it => it.EraseUserAsync(""))
            .Should()
            .ThrowAsync<ArgumentException>()
            .WithParameterName("userId");
        (await ByAsync(store, UsageDimensions.User)).Should().ContainSingle().Which.UserName.Should().Be("Анна");
    }

    [Test]
    public async Task Values_of_personal_tags_of_an_erased_user_are_gone_and_every_sum_is_as_before()
    {
        var store = Database.Open();
        await store.AppendAsync(
            [
                Tagged(0, "42", 5, ("email", "anna@example.org"), ("tenant", "acme")),
                Tagged(30, "42", 7, ("email", "a'nna@example.org"), ("tenant", "acme")),
                Tagged(31, "43", 11, ("email", "boris@example.org"), ("tenant", "acme")),
                Tagged(60, "44", 13, ("email", "anna@example.org")),
            ],
            default
        );
        var byTenant = new UsageGrouping(UsageDimensions.None) { TagKey = "tenant" };
        var tenants = await store.AggregateAsync(UsageFilter.All, byTenant);

        (await store.EraseUserAsync("42", ["email", "nothing"])).Should().Be(2);

        var emails = await store.AggregateAsync(UsageFilter.All, byTenant with { TagKey = "email" });
        emails
            .Where(it => it.TagValue!.StartsWith("erased-", StringComparison.Ordinal))
            .Select(it => it.TotalTokens)
            .Should()
            .Equal([18, 7], "who shares a value still does");
        emails.Where(it => it.TagValue!.Contains('@')).Select(it => it.TagValue).Should().Equal("boris@example.org");
        (await store.AggregateAsync(UsageFilter.All, byTenant)).Should().Equal(tenants);
        (
            await Database.ExecuteScalarAsync(
                "SELECT toInt64(count()) FROM gigachat_usage_records WHERE toString(tags) LIKE '%nna@%'"
            )
        )
            .Should()
            .Be(0L);
        foreach (var gone in (string[])["anna@example.org", "a'nna@example.org"])
            (await store.ListAsync(new UsageFilter { Tags = [new("email", gone)] }, new UsagePage()))
                .Items.Should()
                .BeEmpty();

        static UsageRecord Tagged(int minute, string user, long tokens, params (string Key, string Value)[] tags) =>
            Of(minute, user, user, "Кванты", tokens) with
            {
                Tags = [.. tags.Select(tag => new KeyValuePair<string, string>(tag.Key, tag.Value))],
            };
    }
}
