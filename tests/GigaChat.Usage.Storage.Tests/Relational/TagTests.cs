using GigaChat.Usage.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>Rollups by tag: rebuilt, checked, retained and erased.</summary>
internal sealed class TagTests(string kind) : TaggedTests(kind)
{
    /// <summary>From rollups alone, with the records gone.</summary>
    [Test]
    public async Task Whole_days_and_hours_are_answered_without_records()
    {
        var store = Open();
        UsageRecord[] records =
        [
            .. Enumerable
                .Range(0, 600)
                .Select(i =>
                    Record(i, $"u{i % 7}", i, ("tenant", $"t{i % 5}"), ("feature", $"f{i % 2}")) with
                    {
                        Tags = i % 4 == 0 ? null : [new("tenant", $"t{i % 5}"), new("feature", $"f{i % 2}")],
                        IsBatch = i % 3 == 0,
                        Model = $"m{i % 3}",
                    }
                ),
        ];
        foreach (var batch in records.Chunk(70))
            await store.AppendAsync(batch, default);
        var period = new UsageFilter { From = Noon.AddHours(9), To = Noon.AddHours(9 + (24 * 20)) };
        var hours = new UsageFilter { From = Noon.AddHours(2), To = Noon.AddHours(2 + (24 * 10) + 7) };
        (UsageFilter, UsageGrouping)[] questions =
        [
            (hours, ByTenant),
            (hours, ByTenant with { By = UsageDimensions.Hour }),
            (hours, ByTenant with { By = UsageDimensions.LocalHour | UsageDimensions.Source }),
            (hours with { Tags = [new("tenant", "t2")], Model = "m1" }, UsageGrouping.None),
            (UsageFilter.All, ByTenant),
            (period, ByTenant),
            (period, ByTenant with { By = UsageDimensions.Day | UsageDimensions.Model }),
            (period with { Tags = [new("tenant", "t2")] }, UsageGrouping.None),
            (period with { Model = "m1" }, ByTenant with { By = UsageDimensions.Batch, Top = 3 }),
        ];
        var expected = questions.Select(it => Testing.NUnit.NaiveUsage.Aggregate(records, it.Item1, it.Item2)).ToList();

        await Database.ExecuteAsync("DELETE FROM gigachat_usage_records");

        foreach (var ((filter, grouping), groups) in questions.Zip(expected))
            (await store.AggregateAsync(filter, grouping)).Should().Equal(groups, because: $"{filter} {grouping}");
    }

    /// <summary>Summaries by value are compared with the records, and on days with others with the values.</summary>
    [Test]
    public async Task A_check_names_summaries_by_tag_that_differ([Values] bool withOthers)
    {
        var store = Database.Open(tags: new TagLimits(20, withOthers ? 5 : 1_000));
        await store.AppendAsync(Requests(20), default);
        (await store.CheckRollupsAsync()).Should().BeEmpty();

        var value = await Database.ExecuteAsync(
            "SELECT MIN(tag_value) FROM gigachat_usage_tag_rollups WHERE kind = 6 AND tag_key = 'request'"
        );
        await Database.ExecuteAsync(
            $"UPDATE gigachat_usage_tag_rollups SET total_tokens = total_tokens + 1 WHERE kind = 6 AND tag_value = '{value}'"
        );
        await Database.ExecuteAsync($"DELETE FROM gigachat_usage_tag_rollups WHERE kind = 7 AND tag_value = '{value}'");

        var differences = await store.CheckRollupsAsync();

        differences.Select(it => it.Rollup).Should().Equal("DayTagSummary", "WeekTagSummary");
        differences.Select(it => it.Expected.TagValue).Should().AllBe($"request={value}");
        differences[0].Stored.TotalTokens.Should().Be(differences[0].Expected.TotalTokens + 1);
        differences[1].Stored.TotalTokens.Should().Be(0);
        await store.RebuildRollupsAsync();
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    /// <summary>Tables that a preview version has filled without the summaries get them by the migration.</summary>
    [Test]
    public async Task An_upgrade_sums_up_the_values_of_tags_that_are_stored()
    {
        await Open().AppendAsync(Requests(60), default);
        await Database.ExecuteAsync("DELETE FROM gigachat_usage_tag_rollups WHERE kind IN (6, 7)");
        await Database.ExecuteAsync(
            "CREATE INDEX ix_gigachat_usage_records_operation ON gigachat_usage_records (operation, created_at)"
        );
        await Database.ExecuteAsync(
            "DELETE FROM __gigachat_usage_migrations WHERE \"MigrationId\" >= '20261130090000_TagSummaries'"
        );

        var store = Open();

        (await store.CheckRollupsAsync()).Should().BeEmpty();
        (await store.AggregateAsync(UsageFilter.All, ByTenant)).Should().ContainSingle();
    }

    [Test]
    public async Task Totals_by_tag_outlive_deleted_records()
    {
        var store = Open(time: new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon.AddDays(60)));
        var records = Requests(24 * 50, "t");
        await store.AppendAsync(records, default);
        var before = await store.AggregateAsync(UsageFilter.All, ByTenant);

        (await store.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(20))).Should().BePositive();

        (await store.AggregateAsync(UsageFilter.All, ByTenant)).Should().Equal(before);
        (await store.CheckRollupsAsync()).Should().BeEmpty();
        await store.RebuildRollupsAsync();
        (await store.AggregateAsync(UsageFilter.All, ByTenant)).Should().Equal(before);
        (await store.ListAsync(new UsageFilter { Tags = [new("request", "r3")] }, new UsagePage()))
            .Items.Should()
            .BeEmpty();
    }

    [Test]
    public async Task Values_of_personal_tags_of_an_erased_user_are_gone_and_every_sum_is_as_before()
    {
        var store = Open();
        UsageRecord[] records =
        [
            Record(0, "42", 5, ("email", "anna@example.org"), ("tenant", "acme")),
            Record(30, "42", 7, ("email", "a@example.org"), ("tenant", "acme")),
            Record(31, "43", 11, ("email", "boris@example.org"), ("tenant", "acme")),
            Record(60, "44", 13, ("email", "anna@example.org")),
        ];
        await store.AppendAsync(records, default);
        var tenants = await store.AggregateAsync(UsageFilter.All, ByTenant);

        (await store.EraseUserAsync("42", ["email", "nothing"])).Should().Be(2);

        var emails = await store.AggregateAsync(UsageFilter.All, ByTenant with { TagKey = "email" });
        emails
            .Where(it => it.TagValue!.StartsWith("erased-", StringComparison.Ordinal))
            .Sum(it => it.TotalTokens)
            .Should()
            .Be(25);
        emails.Where(it => it.TagValue!.Contains('@')).Select(it => it.TagValue).Should().Equal("boris@example.org");
        (await store.AggregateAsync(UsageFilter.All, ByTenant)).Should().Equal(tenants);
        (await store.ListAsync(UsageFilter.All, new UsagePage()))
            .Items.SelectMany(record => record.Tags.Values)
            .Should()
            .NotContain(value => value.Contains("@example.org") && value != "boris@example.org");
        foreach (var gone in (string[])["anna@example.org", "a@example.org"])
            (await store.ListAsync(new UsageFilter { Tags = [new("email", gone)] }, new UsagePage()))
                .Items.Should()
                .BeEmpty();
        (await store.CheckRollupsAsync()).Should().BeEmpty();
    }

    /// <summary>Without the index too, which an application's own migrations do not create.</summary>
    [Test]
    public async Task Tags_are_found_without_their_index()
    {
        var store = Open();
        await store.AppendAsync(Requests(30), default);
        await Database.ExecuteAsync(
            IsSqlite
                ? "DROP TRIGGER gigachat_usage_tags_insert; DROP TRIGGER gigachat_usage_tags_update; DROP TRIGGER gigachat_usage_tags_delete; DROP TABLE gigachat_usage_tags"
                : "DROP INDEX ix_gigachat_usage_records_tags"
        );

        (await store.ListAsync(new UsageFilter { Tags = [new("request", "r7")] }, new UsagePage()))
            .Items.Should()
            .ContainSingle();
        await store.EraseUserAsync("u", ["request"]);
        (await store.ListAsync(new UsageFilter { Tags = [new("request", "r7")] }, new UsagePage()))
            .Items.Should()
            .BeEmpty();
    }
}
