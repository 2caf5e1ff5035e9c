using CsCheck;

namespace GigaChat.Usage.Tests.Queries;

/// <summary>Why the cost has changed.</summary>
[TestFixture]
internal sealed class ChangesTests
{
    private static readonly DateTimeOffset Day = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);

    private static readonly UsageFilter Before = new() { From = Day, To = Day.AddDays(1) };
    private static readonly UsageFilter Now = new() { From = Day.AddDays(1), To = Day.AddDays(2) };

    [Test]
    public void Groups_of_every_dimension_add_up_exactly_to_the_difference() =>
        Records
            .Random(Day.AddHours(-3), Day.AddDays(2))
            .Sample(
                records =>
                {
                    var changes = ChangesOf(records).GetAwaiter().GetResult();
                    var lists = changes.Dimensions;
                    return lists.Count == 5
                        && changes.Difference == changes.Cost.Rubles - changes.CostBefore.Rubles
                        && lists.All(list =>
                            list.Changes.Sum(static change => change.Difference) == changes.Difference
                            && list.Changes.Sum(static change => change.Tokens - change.TokensBefore)
                                == changes.TokenDifference
                            && list.Changes.Sum(static change => change.Rubles) == changes.Cost.Rubles
                        );
                },
                iter: 300
            );

    [Test]
    public async Task The_user_the_model_the_operation_and_the_topic_that_made_the_difference_come_first()
    {
        var changes = await ChangesOf(
            Call("anna", "GigaChat-2", "quiet", 1_000, Day.AddHours(1)),
            Call("boris", "GigaChat-2", "quiet", 1_000, Day.AddHours(2)),
            Call("anna", "GigaChat-2", "quiet", 1_000, Day.AddHours(25)),
            Call("boris", "GigaChat-2-Max", "loud", 100_000, Day.AddHours(26)),
            Call(null, "GigaChat-2", null, 500, Day.AddHours(27))
        );

        changes.Difference.Should().Be(64.9675m); // At 65 and 650 rubles a million.
        var boris = changes.By(UsageDimensions.User)[0];
        (boris.Keys.UserId, boris.RublesBefore, boris.Rubles, boris.Calls).Should().Be(("boris", 0.065m, 65m, 1));
        changes.By(UsageDimensions.User)[1].Keys.UserId.Should().BeNull();
        changes.By(UsageDimensions.Model)[0].Keys.Model.Should().Be("GigaChat-2-Max");
        changes.By(UsageDimensions.Operation).Should().ContainSingle();
        var topic = changes.By(UsageDimensions.Topic)[0];
        (topic.Keys.Topic, topic.Difference).Should().Be(("loud", 65m));
    }

    [Test]
    public async Task The_value_of_a_tag_that_made_the_difference_comes_first_and_values_add_up_to_it()
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync(
            [
                Tagged("a", 1_000, Day.AddHours(1)),
                Tagged("b", 1_000, Day.AddHours(2)),
                Tagged("a", 900, Day.AddHours(25)),
                Tagged("b", 51_000, Day.AddHours(26)),
                Call("anna", "GigaChat-2", null, 500, Day.AddHours(27)),
            ],
            default
        );
        var usage = new GigaChatTokenUsage(store);
        var changes = await usage.GetChangesAsync(Now, Before, UsageDimensions.Model, ["tenant"]);

        var list = changes.Tags.Should().ContainSingle().Subject;
        (list.TagKey, list.Dimension).Should().Be(("tenant", UsageDimensions.None));
        changes
            .ByTag("tenant")
            .Select(static change => (change.Keys.TagValue, change.TokensBefore, change.Tokens))
            .Should()
            .Equal(("b", 1_000, 51_000), (null, 0, 500), ("a", 1_000, 900));
        list.Changes.Sum(static change => change.Difference).Should().Be(changes.Difference).And.BePositive();
        changes.Invoking(static it => it.ByTag("team")).Should().Throw<ArgumentException>();
        await usage
            .Invoking(it => it.GetChangesAsync(Now, Before, tagKeys: [""]))
            .Should()
            .ThrowAsync<ArgumentException>();

        static UsageRecord Tagged(string tenant, long tokens, DateTimeOffset at) =>
            Call("anna", "GigaChat-2", null, tokens, at) with
            {
                Tags = UsageTags.Of("tenant", tenant),
            };
    }

    [Test]
    public async Task What_has_no_group_any_more_is_a_remainder()
    {
        // Records were deleted, and their rollups are left: a sum without a user has more than the groups.
        var records = new InMemoryUsageStore();
        await records.AppendAsync([Call("anna", "GigaChat-2", null, 1_000, Day.AddHours(25))], default);
        var usage = new GigaChatTokenUsage(new WithoutUsers(records));
        var changes = await usage.GetChangesAsync(Now, Before);

        var rest = changes.By(UsageDimensions.User).Should().ContainSingle().Subject;
        rest.IsRemainder.Should().BeTrue();
        rest.Difference.Should().Be(changes.Difference).And.BePositive();
    }

    [TestCase(UsageDimensions.Day)]
    [TestCase(UsageDimensions.User | UsageDimensions.Hour)]
    public Task A_dimension_of_time_is_refused(UsageDimensions by) =>
        new GigaChatTokenUsage(new InMemoryUsageStore())
            .Invoking(usage => usage.GetChangesAsync(Now, Before, by))
            .Should()
            .ThrowAsync<ArgumentOutOfRangeException>()
            .WithParameterName(nameof(by));

    [Test]
    public async Task A_dimension_that_was_not_requested_is_refused()
    {
        var changes = await new GigaChatTokenUsage(new InMemoryUsageStore()).GetChangesAsync(
            Now,
            Before,
            UsageDimensions.Platform
        );
        changes.Invoking(static it => it.By(UsageDimensions.User)).Should().Throw<ArgumentException>();
    }

    private static async Task<UsageChanges> ChangesOf(params UsageRecord[] records)
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync(records, default);
        return await new GigaChatTokenUsage(store).GetChangesAsync(
            Now,
            Before,
            UsageDimensions.User
                | UsageDimensions.Model
                | UsageDimensions.Operation
                | UsageDimensions.AccessTokenType
                | UsageDimensions.Topic
        );
    }

    private static UsageRecord Call(string? user, string model, string? topic, long tokens, DateTimeOffset at) =>
        Records.Of(tokens, at, model) with
        {
            UserId = user,
            Topic = topic,
        };

    private sealed class WithoutUsers(IUsageReader reader) : IUsageReader
    {
        public async Task<IReadOnlyList<UsageGroup>> AggregateAsync(
            UsageFilter filter,
            UsageGrouping groupBy,
            CancellationToken cancellationToken = default
        ) => groupBy.Has(UsageDimensions.User) ? [] : await reader.AggregateAsync(filter, groupBy, cancellationToken);

        public Task<UsagePageResult> ListAsync(
            UsageFilter filter,
            UsagePage page,
            CancellationToken cancellationToken = default
        ) => reader.ListAsync(filter, page, cancellationToken);

        public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
            reader.FindAsync(id, cancellationToken);
    }
}
