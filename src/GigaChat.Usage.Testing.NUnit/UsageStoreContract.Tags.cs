namespace GigaChat.Usage;

public abstract partial class UsageStoreContract
{
    private static IEnumerable<string> AwkwardTagTexts => AwkwardTexts.Append("a.b[0]").Append("$").Append("{\"a\":1}");

    /// <summary>
    /// Usage by the values of a tag adds up to all usage: records without it are a group with no value.
    /// </summary>
    [Test]
    public async Task Values_of_a_tag_and_records_without_it_add_up_to_everything()
    {
        await AppendAsync(
            Tagged(0, 5, ("tenant", "acme"), ("feature", "chat")),
            Tagged(1, 7, ("tenant", "acme")),
            Tagged(2, 11, ("tenant", "ромашка")),
            Tagged(3, 13, ("feature", "chat")),
            Tagged(4, 17)
        );

        var tenants = await _reader.AggregateAsync(
            UsageFilter.All,
            new UsageGrouping(UsageDimensions.None) { TagKey = "tenant" }
        );
        Assert.That(
            tenants.Select(group => (group.TagValue, group.Count, group.TotalTokens)),
            Is.EqualTo(new[] { (null, 2L, 30L), ("acme", 2L, 12L), ("ромашка", 1L, 11L) })
        );
        var unknown = await _reader.AggregateAsync(
            UsageFilter.All,
            new UsageGrouping(UsageDimensions.None) { TagKey = "nothing" }
        );
        Assert.That(
            unknown.Select(group => (group.TagValue, group.TotalTokens)),
            Is.EqualTo(new[] { ((string?)null, 53L) })
        );
        Assert.That(
            await _reader.AggregateAsync(
                new UsageFilter { Model = "none" },
                new UsageGrouping(UsageDimensions.None) { TagKey = "tenant" }
            ),
            Is.Empty
        );
    }

    /// <summary>Every pair of a filter has to match, exactly.</summary>
    [Test]
    public async Task A_filter_by_tags_matches_records_that_have_all_of_them()
    {
        await AppendAsync(
            Tagged(0, 5, ("tenant", "acme"), ("feature", "chat")),
            Tagged(1, 7, ("tenant", "acme"), ("feature", "mail")),
            Tagged(2, 11, ("tenant", "ACME"), ("feature", "chat")),
            Tagged(3, 13)
        );

        Assert.That(await TokensAsync(("tenant", "acme")), Is.EqualTo(12));
        Assert.That(await TokensAsync(("tenant", "acme"), ("feature", "chat")), Is.EqualTo(5));
        Assert.That(await TokensAsync(("tenant", "other")), Is.Zero);
        Assert.That(await TokensAsync(), Is.EqualTo(36), "no pair matches everything");
        Assert.That(await TokensAsync(("tenant", "")), Is.EqualTo(36), "so does an empty value");
    }

    /// <summary>Pages of a filter by tag are those of the list, and meet every record once.</summary>
    [Test]
    public async Task Pages_of_a_filter_by_tag_meet_every_record_once()
    {
        await AppendAsync([
            .. Enumerable.Range(0, 60).Select(i => Tagged(i / 7, i, ("tenant", $"t{i % 3}"), ("feature", $"f{i % 2}"))),
        ]);
        var filter = new UsageFilter { Tags = [new("tenant", "t1")] };
        var met = new List<UsageRecord>();
        for (UsageCursor? after = null; ; )
        {
            var page = await _reader.ListAsync(filter, new UsagePage { Size = 7, After = after });
            met.AddRange(page.Items);
            if (page.Next is null)
                break;
            after = page.Next;
        }

        Assert.That(met, Has.Count.EqualTo(20));
        Assert.That(met, Is.EqualTo(await ListAsync(filter)));
        Assert.That(met.Select(record => record.Tags["tenant"]), Is.All.EqualTo("t1"));
        var last = await _reader.ListAsync(
            filter,
            new UsagePage { Size = 3, Before = new UsageCursor(met[10].CreatedAt, met[10].Id) }
        );
        Assert.That(last.Items, Is.EqualTo(met[7..10]));
    }

    /// <summary>A key or value of any length or content is stored as the limits fit it, and found by it.</summary>
    [TestCaseSource(nameof(AwkwardTagTexts)), Property("Lesson", "L19")]
    public async Task Awkward_tags_are_fitted_and_never_refused_L19(string text)
    {
        var record = Sample() with { Tags = [new(text, text), new("key", text), new(text + "2", "value")] };
        await AppendAsync(record, Sample());

        var fitted = UsageRecordLimits.Fit(record);
        Assert.That((await _reader.FindAsync(record.Id))!.Tags, Is.EqualTo(fitted.Tags));
        foreach (var (key, value) in fitted.Tags)
        {
            Assert.That(await ListAsync(new UsageFilter { Tags = [new(key, value)] }), Has.Count.EqualTo(1));
            var groups = await _reader.AggregateAsync(
                UsageFilter.All,
                new UsageGrouping(UsageDimensions.None) { TagKey = key }
            );
            Assert.That(groups.Select(group => group.TagValue), Is.EquivalentTo(new[] { null, value }));
        }
    }

    /// <summary>Tags beyond the limit are dropped in the order of keys, and long texts stay different (L38).</summary>
    [Test, Property("Lesson", "L38")]
    public async Task Too_many_tags_are_dropped_and_long_values_that_begin_alike_stay_two_L38()
    {
        var many = UsageTags.FromPairs(
            Enumerable.Range(0, 12).Select(i => KeyValuePair.Create($"key{i:00}", new string('v', 120) + i % 2))
        );
        var record = Sample() with { Tags = many };
        await AppendAsync(record);

        var tags = (await _reader.FindAsync(record.Id))!.Tags;
        Assert.That(tags.Keys, Is.EqualTo(many.Keys.Take(UsageRecordLimits.Tags)));
        Assert.That(tags.Values.Select(value => value.Length), Is.All.EqualTo(UsageRecordLimits.TagValue));
        Assert.That(tags.Values.Distinct().Count(), Is.EqualTo(2));
        Assert.That(await ListAsync(new UsageFilter { Tags = many }), Is.Empty, "the record lacks some of them");
    }

    /// <summary>The keys of tags in use are listed, in order.</summary>
    [Test]
    public async Task Keys_of_tags_are_listed()
    {
        if (_reader is not IUsageTagReader reader)
        {
            Assert.Ignore("The reader does not list the keys of tags.");
            return;
        }

        Assert.That(await reader.GetTagKeysAsync(), Is.Empty);
        await AppendAsync(
            Tagged(0, 5, ("tenant", "acme"), ("feature", "chat")),
            Tagged(60 * 24 * 40, 7, ("tenant", "acme"), ("an", "other")),
            Tagged(2, 11)
        );

        Assert.That(
            await reader.GetTagKeysAsync(),
            Is.EqualTo(new[] { new UsageTagKey("an"), new UsageTagKey("feature"), new UsageTagKey("tenant") })
        );
        Assert.That(
            await reader.GetTagKeysAsync(Noon.AddDays(-1), Noon.AddDays(1)),
            Is.EqualTo(new[] { new UsageTagKey("feature"), new UsageTagKey("tenant") })
        );
        Assert.That(await reader.GetTagKeysAsync(Noon.AddDays(100)), Is.Empty);
    }

    private static UsageRecord Tagged(int minute, long tokens, params (string Key, string Value)[] tags) =>
        At(Noon.AddMinutes(minute), tokens) with
        {
            Tags = UsageTags.FromPairs(tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value))),
        };

    private async Task<long> TokensAsync(params (string Key, string Value)[] tags) =>
        (
            await SumAsync(
                new UsageFilter
                {
                    Tags = UsageTags.FromPairs(tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value))),
                }
            )
        ).TotalTokens;
}
