using System.Globalization;
using System.Text;
using CsCheck;

namespace GigaChat.Usage.Tests.Recording.Journal;

internal sealed class JournalFormatTests
{
    private string _directory = null!;
    private JournalFolder _folder = null!;

    // Samples run side by side.
    private int _files;

    [SetUp]
    public void SetUp()
    {
        _directory = Directory.CreateTempSubdirectory("journal").FullName;
        _folder = JournalFolder.Create(_directory, TimeProvider.System);
    }

    [TearDown]
    public void TearDown()
    {
        _folder.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public void Any_record_comes_back_as_it_fits_a_store() =>
        RandomRecords.Any.Sample(record =>
        {
            var buffer = new byte[JournalPayload.MostBytes];
            var fit = UsageRecordLimits.Fit(record);
            var length = JournalPayload.Write(fit, buffer);

            JournalPayload.Read(buffer.AsSpan(0, length)).Should().Be(fit);
        }, iter: 2_000);

    [Test]
    public void The_longest_record_there_can_be_has_room()
    {
        var longest = new string('\u20AC', 1_000);
        var record = UsageRecordLimits.Fit(new UsageRecord
        {
            CreatedAt = DateTimeOffset.MaxValue,
            Operation = longest,
            Model = longest,
            ModelVersion = longest,
            UserId = longest,
            UserName = longest,
            AccessToken = longest,
            AccessTokenType = longest,
            GenerationId = longest,
            Topic = longest,
            Platform = longest,
            SessionId = longest,
            RequestId = longest,
            FinishReason = longest,
            PromptTokens = long.MaxValue,
            CompletionTokens = long.MaxValue,
            CachedPromptTokens = long.MaxValue,
            ReasoningTokens = long.MaxValue,
            TotalTokens = long.MaxValue,
            PromptLength = int.MaxValue,
            ResponseLength = int.MaxValue,
            StatusCode = int.MinValue,
            Duration = TimeSpan.MaxValue,
            TimeToFirstToken = TimeSpan.MaxValue,
            Attempt = int.MaxValue,
            FirstAttemptId = Guid.CreateVersion7(),
            IsBatch = true,
        });

        var buffer = new byte[JournalPayload.MostBytes];
        JournalPayload.Read(buffer.AsSpan(0, JournalPayload.Write(record, buffer))).Should().Be(record);
    }

    /// <summary>Also one that is added to records some day.</summary>
    [Test]
    public void No_field_is_forgotten()
    {
        var record = new UsageRecord { CreatedAt = DateTimeOffset.UnixEpoch.AddHours(1), Operation = "OWN" };
        foreach (var field in typeof(UsageRecord).GetProperties().Where(static it => it.Name is not (nameof(UsageRecord.CreatedAt) or nameof(UsageRecord.Operation))))
        {
            var type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
            field.SetValue(record, type switch
            {
                _ when type == typeof(string) => field.Name,
                _ when type == typeof(Guid) => Guid.CreateVersion7(),
                _ when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(7),
                _ when type == typeof(bool) => true,
                { IsEnum: true } => Enum.ToObject(type, 2),
                _ => Convert.ChangeType(7, type, CultureInfo.InvariantCulture),
            });
        }

        var buffer = new byte[JournalPayload.MostBytes];
        JournalPayload.Read(buffer.AsSpan(0, JournalPayload.Write(record, buffer))).Should().Be(record);
        DeadLetterJson.TryRead(Encoding.UTF8.GetString(DeadLetterJson.Line(new ParkedRecord(record, "reason", DateTimeOffset.UnixEpoch))))!.Record.Should().Be(record);
    }

    [Test]
    public void A_later_version_may_add_fields_at_the_end()
    {
        var buffer = new byte[JournalPayload.MostBytes];
        var record = new UsageRecord { CreatedAt = DateTimeOffset.UnixEpoch, Operation = UsageOperation.Embedding, Topic = "тема" };
        var length = JournalPayload.Write(record, buffer);

        JournalPayload.Read(buffer.AsSpan(0, length + 100)).Should().Be(record);
    }

    /// <summary>The bytes are those of a version that knew no reasoning tokens.</summary>
    [Test]
    public void Payload_of_an_older_version_is_read_without_the_fields_it_lacks()
    {
        var payload = Convert.FromHexString(
            "02100000" + "00112233445566778899AABBCCDDEEFF" + "00C09A01FC9FDE08" + "0900454D42454444494E47"
            + "00" + "00" + "07" + "03" + "00" + "90CE00" + "01" + "0500322E302E31" + "06");

        JournalPayload.Read(payload).Should().Be(new UsageRecord
        {
            Id = new Guid(Convert.FromHexString("00112233445566778899AABBCCDDEEFF")),
            CreatedAt = new DateTimeOffset(0x08DE9FFC019AC000, TimeSpan.Zero),
            Operation = UsageOperation.Embedding,
            TotalTokens = 7,
            PromptLength = 3,
            Duration = TimeSpan.FromTicks(10_000),
            ModelVersion = "2.0.1",
            PromptTokens = 6,
        });
    }

    [Test]
    public void Reasoning_tokens_come_back_from_the_journal_and_from_a_dead_letter([Values(null, 0L, 300L)] long? tokens)
    {
        var record = new UsageRecord { CreatedAt = DateTimeOffset.UnixEpoch, Operation = UsageOperation.Embedding, ReasoningTokens = tokens };
        var buffer = new byte[JournalPayload.MostBytes];

        JournalPayload.Read(buffer.AsSpan(0, JournalPayload.Write(record, buffer))).ReasoningTokens.Should().Be(tokens);
        var line = Encoding.UTF8.GetString(DeadLetterJson.Line(new ParkedRecord(record, "reason", DateTimeOffset.UnixEpoch)));
        DeadLetterJson.TryRead(line)!.Record.ReasoningTokens.Should().Be(tokens);
        line.Contains("reasoningTokens", StringComparison.Ordinal).Should().Be(tokens is not null);
    }

    [Test]
    public void Of_a_file_cut_at_any_byte_the_records_before_the_cut_survive_and_nothing_is_invented() =>
        Gen.Select(RandomRecords.Any.Array[1, 12], Gen.Double[0, 1]).Sample((records, where) =>
        {
            var (bytes, ends) = Write(records);
            var cut = (int)(where * bytes.Length);

            var (read, segment) = Read(bytes[..cut]);

            var whole = ends.Count(end => end <= cut);
            read.Should().Equal(records.Take(whole).Select(UsageRecordLimits.Fit));
            segment!.Damaged.Should().BeFalse();
            segment.Torn.Should().Be(cut <= SegmentHeader.Bytes ? 0 : cut - (whole == 0 ? SegmentHeader.Bytes : ends[whole - 1]));
        }, iter: 400);

    [Test]
    public void Any_flipped_bit_is_noticed_and_costs_no_more_than_the_record_it_is_in() =>
        Gen.Select(RandomRecords.Any.Array[1, 12], Gen.Double[0, 1], Gen.Int[0, 7]).Sample((records, where, bit) =>
        {
            var (bytes, ends) = Write(records);
            var at = Math.Min((int)(where * bytes.Length), bytes.Length - 1);
            bytes[at] ^= (byte)(1 << bit);

            var (read, segment) = Read(bytes);

            if (at >= SegmentHeader.Bytes)
            {
                var hit = ends.FindIndex(end => at < end);
                read.Should().Equal(records.Where((_, i) => i != hit).Select(UsageRecordLimits.Fit));
                (segment!.Damaged ? segment.Torn == 0 : segment.Torn > 0).Should().BeTrue("it is noticed, in the middle or at the end");
            }
            else if (segment is not null)
            {
                // The mark and the bytes that are free: nothing depends on them but what is offered twice.
                at.Should().BeGreaterThanOrEqualTo(20);
                read.Should().Equal(records.Select(UsageRecordLimits.Fit));
            }
            else
            {
                at.Should().BeLessThan(20);
            }
        }, iter: 400);

    [Test]
    public void Any_bytes_at_all_are_read_without_an_error_and_without_a_record() =>
        Gen.Select(Gen.Byte.Array[0, 4_000], Gen.Bool).Sample((noise, withHeader) =>
        {
            var (bytes, _) = Write([]);

            var (read, _) = Read(withHeader ? [.. bytes, .. noise] : noise);

            read.Should().BeEmpty();
        }, iter: 300);

    [Test]
    public void The_text_of_a_record_never_passes_for_a_record()
    {
        // The bytes of a whole frame, in the topic of a record whose own frame is damaged.
        var inner = new UsageRecord { CreatedAt = DateTimeOffset.UnixEpoch, Operation = UsageOperation.Embedding, Id = new Guid(new byte[16]) };
        var frame = JournalFrame.Of(inner);
        frame.Seal(salt: 0, offset: 0);
        var outer = new UsageRecord { CreatedAt = DateTimeOffset.UnixEpoch, Operation = UsageOperation.Embedding, Topic = string.Concat(frame.Bytes.ToArray().Select(it => (char)(it & 0x7F))) };
        var (bytes, _) = Write([outer, inner with { Id = Guid.CreateVersion7() }]);
        bytes[SegmentHeader.Bytes + 4] ^= 1;

        var (read, _) = Read(bytes);

        read.Should().ContainSingle().Which.Id.Should().NotBe(inner.Id).And.NotBe(outer.Id);
    }

    private (byte[] Bytes, List<int> Ends) Write(IReadOnlyList<UsageRecord> records)
    {
        var path = Path.Combine(_folder.Path, $"{Interlocked.Increment(ref _files)}.journal");
        var ends = new List<int>();
        using (var segment = JournalSegment.Create(_folder, path))
        {
            foreach (var record in records)
            {
                segment.Append(JournalFrame.Of(record));
                ends.Add((int)segment.Length);
            }
        }

        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return (bytes, ends);
    }

    private (List<UsageRecord> Read, JournalSegment? Segment) Read(byte[] bytes)
    {
        var path = Path.Combine(_folder.Path, $"{Interlocked.Increment(ref _files)}.journal");
        File.WriteAllBytes(path, bytes);
        var read = new List<UsageRecord>();
        using var segment = JournalSegment.Open(_folder, path, out _);
        while (segment is not null && segment.Read < segment.Count)
            read.Add(segment.Next(segment.Length, out _)!);
        File.Delete(path);
        return (read, segment);
    }
}
