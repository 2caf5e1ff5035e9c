using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

/// <summary>Records move to ClickHouse while both stores are in use.</summary>
[TestFixture]
internal sealed class TransferTests : ClickHouseTests
{
    private string _file = null!;
    private SqliteUsageStore _source = null!;

    [SetUp]
    public void CreateSource()
    {
        _file = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():N}.db");
        _source = new SqliteUsageStore($"Data Source={_file}");
    }

    [TearDown]
    public void DeleteSource()
    {
        _source.Dispose();
        File.Delete(_file);
    }

    [Test]
    public async Task A_transfer_that_is_interrupted_twice_ends_equal()
    {
        var records = NaiveUsage.Spread(Noon, 700);
        await _source.AppendAsync(records, default);
        var target = Database.Open();

        for (var interruption = 1; interruption <= 2; interruption++)
        {
            using var cancellation = new CancellationTokenSource();
            var batches = 0;
            var stop = interruption * 3;
            var options = new UsageTransferOptions
            {
                BatchSize = 20,
                Progress = new Reports(_ =>
                {
                    if (++batches == stop)
                        cancellation.Cancel();
                }),
            };
            await new UsageTransfer(_source, target)
                .Invoking(it => it.RunAsync(options, cancellation.Token))
                .Should()
                .ThrowAsync<OperationCanceledException>();
        }

        (await SumAsync(target)).Count.Should().BePositive().And.BeLessThan(records.Length);
        var result = await new UsageTransfer(_source, target).RunAsync();

        result.Differences.Should().BeEmpty();
        (await target.ListAsync(UsageFilter.All, new UsagePage { Size = UsagePage.MaxSize }))
            .Items.Should()
            .Equal(NaiveUsage.List(records, UsageFilter.All));
        (await new UsageTransfer(_source, target).RunAsync()).Copied.Should().Be(0, "nothing differs any more");
    }

    [Test]
    public async Task Records_that_arrive_meanwhile_in_either_store_are_there_at_the_end()
    {
        var records = NaiveUsage.Spread(Noon, 300);
        await _source.AppendAsync(records, default);
        var target = Database.Open();
        var late = Record(Noon.AddDays(9), 77);
        var newer = Record(Noon.AddDays(3), 99);
        await target.AppendAsync([newer], default);
        var reports = 0;

        var result = await new UsageTransfer(_source, target).RunAsync(
            new UsageTransferOptions
            {
                BatchSize = 50,
                Progress = new Reports(_ =>
                {
                    if (++reports == 3)
                        _source.AppendAsync([late], default).GetAwaiter().GetResult();
                }),
            }
        );

        (await SumAsync(target)).Count.Should().Be(302);
        result
            .Differences.Should()
            .NotBeEmpty("the target has a record that the source lacks")
            .And.OnlyContain(difference => difference.Target!.TotalTokens - difference.Source!.TotalTokens == 99);
    }

    [Test]
    public async Task Totals_of_deleted_records_cannot_be_copied_and_are_reported()
    {
        await _source.AppendAsync(
            [Record(Noon, 5), Record(TimeProvider.System.GetUtcNow().AddMinutes(-5), 6)],
            default
        );
        await _source.DeleteRecordsOlderThanAsync(TimeSpan.FromDays(1));
        var target = Database.Open();

        var result = await new UsageTransfer(_source, target).RunAsync();

        result.Copied.Should().Be(1);
        result
            .Differences.Where(difference => difference.Dimension == UsageDimensions.Day)
            .Should()
            .ContainSingle()
            .Which.Source!.TotalTokens.Should()
            .Be(5);
    }

    [Test]
    public void A_target_that_cannot_be_compared_is_rejected()
    {
        FluentActions
            .Invoking(() => new UsageTransfer(_source, _source))
            .Should()
            .Throw<ArgumentException>()
            .WithParameterName("target");
    }

    private sealed class Reports(Action<UsageTransferProgress> report) : IProgress<UsageTransferProgress>
    {
        public void Report(UsageTransferProgress value) => report(value);
    }
}
