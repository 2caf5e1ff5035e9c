using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording.Journal;

/// <summary>What the next process makes of files that were damaged after one was killed.</summary>
internal sealed class JournalDamageTests : JournalFixture
{
    private const int Records = 1_000;

    private string[] Kept => Directory.GetFiles(JournalDirectory, "*.damaged");

    [Test]
    public async Task Hole_of_4_KB_costs_the_records_it_touches_and_the_file_is_kept()
    {
        var (records, segment, bytes) = await LeaveRecordsAsync();
        bytes.AsSpan(bytes.Length / 2, 4096).Clear();
        await File.WriteAllBytesAsync(segment, bytes);

        var (stored, counters) = await RecoverAsync();

        ShouldHaveLost(records, stored, counters, atMost: 45);
        (await File.ReadAllBytesAsync(Kept.Single())).Length.Should().Be(bytes.Length);
    }

    [Test]
    public async Task Missing_4_KB_cost_the_records_they_held_and_none_behind_them()
    {
        var (records, segment, bytes) = await LeaveRecordsAsync();
        await File.WriteAllBytesAsync(
            segment,
            [.. bytes[..(bytes.Length / 5)], .. bytes[((bytes.Length / 5) + 4096)..]]
        );

        var (stored, counters) = await RecoverAsync();

        ShouldHaveLost(records, stored, counters, atMost: 45);
        Kept.Should().ContainSingle();
    }

    [Test]
    public async Task Zeroed_tail_is_counted_and_the_file_is_kept()
    {
        var (records, segment, bytes) = await LeaveRecordsAsync();
        bytes.AsSpan(bytes.Length * 9 / 10).Clear();
        await File.WriteAllBytesAsync(segment, bytes);

        var (stored, counters) = await RecoverAsync();

        stored.Should().Equal(records.Take(stored.Count));
        stored.Count.Should().BeInRange(890, 900);
        counters.Failed.Should().BeInRange(90, 115, "how many there were is an estimate");
        counters
            .Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = counters.Persisted + counters.Failed,
                    Queued = 0,
                    InFlight = 0,
                }
            );
        Kept.Should().ContainSingle();
    }

    [Test]
    public async Task Damaged_header_costs_no_record([Values(0, 4, 8, 19)] int at)
    {
        var (records, segment, bytes) = await LeaveRecordsAsync();
        bytes[at] ^= 0x10;
        await File.WriteAllBytesAsync(segment, bytes);

        var (stored, counters) = await RecoverAsync();

        stored.Should().Equal(records);
        counters
            .Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = Records,
                    Persisted = Records,
                    Failed = 0,
                }
            );
        Kept.Should().ContainSingle();
        Logged(115).Should().ContainSingle();
    }

    [Test]
    public async Task Segment_cut_to_0_bytes_is_reported_counted_and_kept()
    {
        var (_, segment, _) = await LeaveRecordsAsync();
        await File.WriteAllBytesAsync(segment, []);

        var (stored, counters) = await RecoverAsync();

        stored.Should().BeEmpty();
        counters
            .Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = 1,
                    Failed = 1,
                    Queued = 0,
                    InFlight = 0,
                }
            );
        Kept.Should().ContainSingle();
        Logged(115).Should().ContainSingle();
        Logged(116).Should().ContainSingle();
    }

    [Test]
    public async Task Of_several_segments_one_cut_to_0_bytes_costs_exactly_what_it_held()
    {
        Choices.JournalMaxBytes = 1024 * 1024;
        var (records, _, _) = await LeaveRecordsAsync(topicLength: 240);
        Segments.Should().HaveCountGreaterThan(3, "a segment has 64 KB");
        await File.WriteAllBytesAsync(Segments[1], []);

        var (stored, counters) = await RecoverAsync();

        ShouldHaveLost(records, stored, counters, atMost: 250);
        Kept.Should().ContainSingle();
    }

    [Test]
    public async Task Segment_that_cannot_be_opened_holds_up_no_other_and_is_read_later()
    {
        Choices.JournalMaxBytes = 1024 * 1024;
        var (records, _, _) = await LeaveRecordsAsync(topicLength: 240);
        var survivors = new TestStore();
        UsageRecorder next;
        using (File.Open(Segments[0], FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            next = Start(survivors);
            await next.FlushAsync().Soon();
            survivors.Stored.Count.Should().BeInRange(1, Records - 1);
            Logged(118).Should().ContainSingle();
            Segments.Should().ContainSingle("the others are written off");
        }

        Clock.Advance(TimeSpan.FromMinutes(1));
        await next.FlushAsync().Soon();

        survivors.Stored.Select(it => it.Id).Order().Should().Equal(records.Select(it => it.Id).Order());
        survivors.OfferedAgain.Should().Be(0);
        next.Counters.Should()
            .BeEquivalentTo(
                new
                {
                    Replayed = Records,
                    Persisted = Records,
                    Failed = 0,
                }
            );
        Segments.Should().BeEmpty();
    }

    [Test]
    public async Task Records_of_a_living_process_stay_its_own_although_its_lock_file_was_removed()
    {
        StoreIsDown();
        var living = Start();
        var records = Enumerable.Range(0, 20).Select(i => Record($"{i}")).ToList();
        records.ForEach(record => living.TryRecord(record));
        Directory.GetFiles(JournalDirectory, "*.lock").ToList().ForEach(File.Delete);

        var other = new TestStore();
        var next = Start(other);
        await next.FlushAsync().Soon();
        next.Counters.Should().BeEquivalentTo(new { Accepted = 0, Replayed = 0 });
        Segments.Should().ContainSingle("it is still written to");

        StoreIsUp();
        records.Add(Record("last"));
        living.TryRecord(records[^1]);
        await FlushAsync(living);
        Store.Stored.Should().Equal(records);
        living.Counters.Should().BeEquivalentTo(new { Unjournaled = 0, Persisted = 21 });
        other.Stored.Should().BeEmpty();
    }

    [Test]
    public async Task Losses_are_counted_once_although_the_next_process_is_killed_too()
    {
        var (records, segment, bytes) = await LeaveRecordsAsync();
        bytes.AsSpan(bytes.Length / 2, 4096).Clear();
        await File.WriteAllBytesAsync(segment, bytes);
        var (stored, counters) = await RecoverAsync();
        ShouldHaveLost(records, stored, counters, atMost: 45);

        var (again, last) = await RecoverAsync();

        again.Should().BeEmpty();
        last.Should().BeEquivalentTo(new { Accepted = 0, Failed = 0 });
        Kept.Should().ContainSingle();
    }

    [Test]
    public async Task A_file_that_is_kept_is_not_overwritten_by_another_of_its_name()
    {
        var (_, segment, bytes) = await LeaveRecordsAsync();
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes);
        await RecoverAsync();

        // Somebody puts it back, to have it read by a version that can do more.
        Directory.CreateDirectory(Path.GetDirectoryName(segment)!);
        File.Copy(Kept.Single(), segment);
        await RecoverAsync();

        Kept.Should().HaveCount(2);
    }

    private async Task<(List<UsageRecord> Records, string Segment, byte[] Bytes)> LeaveRecordsAsync(int topicLength = 0)
    {
        StoreIsDown();
        var killed = Start();
        var records = Enumerable
            .Range(0, Records)
            .Select(i => Record($"тема {i} {new string('x', topicLength == 0 ? i % 50 : topicLength)}"))
            .ToList();
        records.ForEach(record => killed.TryRecord(record).Should().BeTrue());
        LeaveAsIfKilled();
        return (records, Segments[0], await File.ReadAllBytesAsync(Segments[0]));
    }

    private async Task<(IReadOnlyList<UsageRecord> Stored, UsageRecorderCounters Counters)> RecoverAsync()
    {
        var survivors = new TestStore();
        var next = Start(survivors);
        await next.FlushAsync().Soon();
        ShouldAddUp(next.Counters);
        await next.DisposeAsync();
        return (survivors.Stored, next.Counters);
    }

    private static void ShouldHaveLost(
        List<UsageRecord> records,
        IReadOnlyList<UsageRecord> stored,
        UsageRecorderCounters counters,
        int atMost
    )
    {
        stored
            .Select(it => it.Id)
            .Should()
            .BeSubsetOf(records.Select(it => it.Id))
            .And.HaveCountGreaterThanOrEqualTo(Records - atMost);
        counters
            .Should()
            .BeEquivalentTo(
                new
                {
                    Accepted = Records,
                    Replayed = Records,
                    Persisted = stored.Count,
                    Failed = Records - stored.Count,
                }
            );
        counters.Failed.Should().BeGreaterThan(0);
    }
}
