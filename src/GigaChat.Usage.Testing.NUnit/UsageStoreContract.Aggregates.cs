using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

public abstract partial class UsageStoreContract
{
    private static IEnumerable<UsageDimensions> SingleDimensions =>
        Enum.GetValues<UsageDimensions>().Where(dimension => dimension != UsageDimensions.None);

    /// <summary>Without groups an empty store returns one group of zeros; with groups, none.</summary>
    [Test]
    public async Task An_empty_store_answers_zeros_and_no_groups()
    {
        Assert.That(await SumAsync(), Is.EqualTo(new UsageGroup()));
        Assert.That(
            await SumAsync(
                new UsageFilter
                {
                    From = Noon,
                    To = Noon.AddDays(30),
                    UserId = "nobody",
                }
            ),
            Is.EqualTo(new UsageGroup())
        );
        Assert.That(
            await _reader.AggregateAsync(
                UsageFilter.All,
                new UsageGrouping(UsageDimensions.Operation | UsageDimensions.Day)
            ),
            Is.Empty
        );
    }

    /// <summary>Every sum of a group is right: attempts, calls, tokens known and estimated.</summary>
    [Test]
    public async Task Sums_hold_attempts_calls_and_tokens()
    {
        await AppendAsync(
            Sample(20) with
            {
                PromptTokens = 17,
                CompletionTokens = 3,
                CachedPromptTokens = 37,
            },
            Sample(30) with
            {
                PromptTokens = 30,
                Attempt = 2,
                FirstAttemptId = Guid.CreateVersion7(),
            },
            Sample(5) with
            {
                Source = UsageSource.Estimated,
                Outcome = UsageOutcome.Aborted,
            },
            Sample(0) with
            {
                Source = UsageSource.None,
                Outcome = UsageOutcome.Failed,
            }
        );

        Assert.That(
            await SumAsync(),
            Is.EqualTo(
                new UsageGroup
                {
                    Count = 4,
                    Calls = 3,
                    PromptTokens = 47,
                    CompletionTokens = 3,
                    CachedPromptTokens = 37,
                    TotalTokens = 55,
                    EstimatedTokens = 5,
                }
            )
        );
    }

    /// <summary>Each dimension creates the groups of its values, null among them.</summary>
    [Test]
    public async Task Every_dimension_makes_its_own_groups(
        [ValueSource(nameof(SingleDimensions))] UsageDimensions dimension
    )
    {
        await AppendAsync(Full, Sample(7), Sample(8));

        var groups = await _reader.AggregateAsync(UsageFilter.All, new UsageGrouping(dimension));

        Assert.That(
            groups,
            Is.EqualTo(
                NaiveUsage.Aggregate([Full, Sample(7), Sample(8)], UsageFilter.All, new UsageGrouping(dimension))
            )
        );
        Assert.That(groups, Has.Count.EqualTo(2), "each dimension distinguishes these two kinds of records");
    }

    /// <summary>Several dimensions form one key.</summary>
    [Test]
    public async Task Dimensions_combine_to_one_key()
    {
        var records = NaiveUsage.Spread(Noon, 60);
        await AppendAsync(records);
        var all = SingleDimensions.Aggregate((a, b) => a | b);
        UsageDimensions[] groupings =
        [
            UsageDimensions.Operation | UsageDimensions.Model,
            UsageDimensions.User | UsageDimensions.Day,
            UsageDimensions.Platform | UsageDimensions.Hour,
            UsageDimensions.AccessToken | UsageDimensions.AccessTokenType,
            UsageDimensions.Day | UsageDimensions.Hour,
            UsageDimensions.User | UsageDimensions.AccessToken,
            UsageDimensions.Model | UsageDimensions.Batch | UsageDimensions.Day,
            UsageDimensions.Week | UsageDimensions.Weekday,
            UsageDimensions.Week | UsageDimensions.Month,
            UsageDimensions.Month | UsageDimensions.Weekday | UsageDimensions.User,
            UsageDimensions.Weekday | UsageDimensions.LocalHour,
            UsageDimensions.Month | UsageDimensions.LocalHour | UsageDimensions.Model,
            UsageDimensions.LocalHour | UsageDimensions.Hour,
            UsageDimensions.Topic | UsageDimensions.Generation | UsageDimensions.Month,
            all,
        ];

        foreach (var by in groupings)
        {
            var grouping = new UsageGrouping(by);
            Assert.That(
                await _reader.AggregateAsync(UsageFilter.All, grouping),
                Is.EqualTo(NaiveUsage.Aggregate(records, UsageFilter.All, grouping)),
                by.ToString()
            );
        }
    }

    /// <summary>
    /// Groups are ordered by total tokens, largest first, and those with the same total by their keys in code point
    /// order, null first.
    /// </summary>
    [Test]
    public async Task Groups_are_ordered_by_tokens_and_then_by_keys()
    {
        string?[] users = ["б", "a", null, "B", "\uE000", "\U0001F600", "ab", "big"];
        await AppendAsync([
            .. users.Select(user =>
                Sample(string.Equals(user, "big", StringComparison.Ordinal) ? 11 : 10) with
                {
                    UserId = user,
                }
            ),
        ]);

        var groups = await _reader.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.User));

        Assert.That(
            groups.Select(group => group.UserId),
            Is.EqualTo(new[] { "big", null, "B", "a", "ab", "б", "\uE000", "\U0001F600" })
        );
    }

    /// <summary>Top limits the ordered groups.</summary>
    [Test]
    public async Task Top_keeps_the_groups_with_most_tokens()
    {
        var records = Enumerable
            .Range(0, 40)
            .Select(i => Sample(i % 9) with { UserId = $"u{i % 12}", Model = $"m{i % 2}" })
            .ToArray();
        await AppendAsync(records);
        var everyone = await _reader.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.User));

        foreach (var top in new[] { 1, 3, 11, 12, 500 })
        {
            Assert.That(
                await _reader.AggregateAsync(UsageFilter.All, new UsageGrouping(UsageDimensions.User) { Top = top }),
                Is.EqualTo(everyone.Take(top))
            );
            Assert.That(
                await _reader.AggregateAsync(UsageFilter.All, UsageGrouping.None with { Top = top }),
                Has.Count.EqualTo(1)
            );
        }
    }

    /// <summary>
    /// A user's name is that of the newest record with a name that the filter matches, whenever it was stored.
    /// </summary>
    [Test]
    public async Task A_user_has_the_newest_name_that_the_filter_lets_through()
    {
        UsageRecord Named(int hours, string? name) => At(Noon.AddHours(hours)) with { UserId = "u", UserName = name };
        await AppendAsync(Named(30, "Новая"), Named(40, null));
        await AppendAsync(
            Named(0, "Старая"),
            Named(1, null),
            At(Noon.AddHours(50)) with
            {
                UserId = "other",
                UserName = "Другая",
            }
        );

        async Task<string?> NameAsync(UsageFilter filter) =>
            (await _reader.AggregateAsync(filter, new UsageGrouping(UsageDimensions.User)))
                .Single(user => user.UserId == "u")
                .UserName;

        Assert.That(await NameAsync(UsageFilter.All), Is.EqualTo("Новая"));
        Assert.That(await NameAsync(new UsageFilter { To = Noon.AddHours(29) }), Is.EqualTo("Старая"));
        Assert.That(await NameAsync(new UsageFilter { From = Noon.AddHours(1), To = Noon.AddHours(29) }), Is.Null);
        Assert.That(await NameAsync(new UsageFilter { UserId = "u", From = Noon.AddHours(-200) }), Is.EqualTo("Новая"));
    }

    /// <summary>The exception of an invalid argument names it.</summary>
    [Test]
    public async Task Wrong_arguments_are_named()
    {
        async Task ExpectAsync(string name, Func<Task> ask) =>
            Assert.That(
                await CatchAsync(ask),
                Is.InstanceOf<ArgumentException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(name)
            );
        var backwards = new UsageFilter { From = Noon, To = Noon.AddTicks(-1) };

        await ExpectAsync("batch", () => _store.AppendAsync(null!, CancellationToken.None));
        await ExpectAsync("filter", () => _reader.AggregateAsync(null!, UsageGrouping.None));
        await ExpectAsync("groupBy", () => _reader.AggregateAsync(UsageFilter.All, null!));
        await ExpectAsync(nameof(UsageGrouping.Top), () =>
            _reader.AggregateAsync(UsageFilter.All, UsageGrouping.None with { Top = 0 })
        );
        await ExpectAsync(nameof(UsageGrouping.By), () =>
            _reader.AggregateAsync(UsageFilter.All, new UsageGrouping((UsageDimensions)(1 << 30)))
        );
        await ExpectAsync(nameof(UsageFilter.From), () => _reader.AggregateAsync(backwards, UsageGrouping.None));
        await ExpectAsync(nameof(UsageFilter.From), () => _reader.ListAsync(backwards, new UsagePage()));
        await ExpectAsync("filter", () => _reader.ListAsync(null!, new UsagePage()));
        await ExpectAsync("page", () => _reader.ListAsync(UsageFilter.All, null!));
        await ExpectAsync(nameof(UsagePage.Size), () => _reader.ListAsync(UsageFilter.All, new UsagePage { Size = 0 }));
        await ExpectAsync(nameof(UsagePage.Size), () =>
            _reader.ListAsync(UsageFilter.All, new UsagePage { Size = UsagePage.MaxSize + 1 })
        );
        await ExpectAsync(nameof(UsagePage.Before), () =>
            _reader.ListAsync(
                UsageFilter.All,
                new UsagePage { After = default(UsageCursor), Before = default(UsageCursor) }
            )
        );
    }
}
