using System.Globalization;
using System.Text;
using CsCheck;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Tests.Recording.Journal;

internal sealed class JournalFormatTests
{
    private SegmentFiles _files = null!;

    [SetUp]
    public void SetUp() => _files = new SegmentFiles();

    [TearDown]
    public void TearDown() => _files.Dispose();

    [Test]
    public void Any_record_comes_back_as_it_fits_a_store() =>
        RandomRecords.Any.Sample(
            record =>
            {
                var buffer = new byte[RecordPayload.MostBytes];
                var fit = UsageRecordLimits.Fit(record);
                var length = RecordPayload.Write(fit, buffer);

                RecordPayload.Read(buffer.AsSpan(0, length)).Should().Be(fit);
            },
            iter: 2_000
        );

    [Test]
    public void The_longest_record_there_can_be_has_room()
    {
        var longest = new string('\u20AC', 1_000);
        var record = UsageRecordLimits.Fit(
            new UsageRecord
            {
                CreatedAt = DateTimeOffset.MaxValue,
                Operation = new UsageOperation(longest),
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
                Tags = UsageTags.FromPairs(
                    Enumerable.Range(0, 9).Select(i => KeyValuePair.Create($"{i}{longest}", longest))
                ),
            }
        );

        var buffer = new byte[RecordPayload.MostBytes];
        RecordPayload.Read(buffer.AsSpan(0, RecordPayload.Write(record, buffer))).Should().Be(record);
    }

    /// <summary>Also one that is added to records some day.</summary>
    [Test]
    public void No_field_is_forgotten()
    {
        var record = new UsageRecord
        {
            CreatedAt = DateTimeOffset.UnixEpoch.AddHours(1),
            Operation = new UsageOperation("OWN"),
        };
        foreach (
            var field in typeof(UsageRecord)
                .GetProperties()
                .Where(static it => it.Name is not (nameof(UsageRecord.CreatedAt) or nameof(UsageRecord.Operation)))
        )
        {
            var type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
            field.SetValue(
                record,
                type switch
                {
                    _ when type == typeof(string) => field.Name,
                    _ when type == typeof(UsageTags) => UsageTags.Of("tenant", "acme"),
                    _ when type == typeof(Guid) => Guid.CreateVersion7(),
                    _ when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(7),
                    _ when type == typeof(bool) => true,
                    { IsEnum: true } => Enum.ToObject(type, 2),
                    _ => Convert.ChangeType(7, type, CultureInfo.InvariantCulture),
                }
            );
        }

        var buffer = new byte[RecordPayload.MostBytes];
        RecordPayload.Read(buffer.AsSpan(0, RecordPayload.Write(record, buffer))).Should().Be(record);
        DeadLetterJson
            .TryRead(
                Encoding.UTF8.GetString(
                    DeadLetterJson.Line(new ParkedRecord(record, "reason", DateTimeOffset.UnixEpoch))
                )
            )!
            .Record.Should()
            .Be(record);
    }

    [Test]
    public void A_later_version_may_add_fields_at_the_end()
    {
        var buffer = new byte[RecordPayload.MostBytes];
        var record = new UsageRecord
        {
            CreatedAt = DateTimeOffset.UnixEpoch,
            Operation = UsageOperation.Embedding,
            Topic = "тема",
        };
        var length = RecordPayload.Write(record, buffer);

        RecordPayload.Read(buffer.AsSpan(0, length + 100)).Should().Be(record);
    }

    /// <summary>The bytes are those of a version that knew no reasoning tokens.</summary>
    [Test]
    public void Payload_of_an_older_version_is_read_without_the_fields_it_lacks()
    {
        var payload = Convert.FromHexString(
            "02100000"
                + "00112233445566778899AABBCCDDEEFF"
                + "00C09A01FC9FDE08"
                + "0900454D42454444494E47"
                + "00"
                + "00"
                + "07"
                + "03"
                + "00"
                + "90CE00"
                + "01"
                + "0500322E302E31"
                + "06"
        );

        RecordPayload
            .Read(payload)
            .Should()
            .Be(
                new UsageRecord
                {
                    Id = new Guid(Convert.FromHexString("00112233445566778899AABBCCDDEEFF")),
                    CreatedAt = new DateTimeOffset(0x08DE9FFC019AC000, TimeSpan.Zero),
                    Operation = UsageOperation.Embedding,
                    TotalTokens = 7,
                    PromptLength = 3,
                    Duration = TimeSpan.FromTicks(10_000),
                    ModelVersion = "2.0.1",
                    PromptTokens = 6,
                }
            );
    }

    /// <summary>Golden bytes: the tags follow all fields that older versions know.</summary>
    [Test]
    public void Tags_are_written_behind_the_fields_of_older_versions()
    {
        var record = new UsageRecord
        {
            Id = new Guid(Convert.FromHexString("00112233445566778899AABBCCDDEEFF")),
            CreatedAt = new DateTimeOffset(0x08DE9FFC019AC000, TimeSpan.Zero),
            Operation = UsageOperation.Embedding,
            TotalTokens = 7,
            Tags = [new("tenant", "acme"), new("b", "я")],
        };
        var buffer = new byte[RecordPayload.MostBytes];
        var payload = buffer.AsSpan(0, RecordPayload.Write(record, buffer));

        Convert
            .ToHexString(payload)
            .Should()
            .Be(
                "00001000"
                    + "00112233445566778899AABBCCDDEEFF"
                    + "00C09A01FC9FDE08"
                    + "0900454D42454444494E47"
                    + "00000700000001"
                    + "02"
                    + "010062"
                    + "0200D18F"
                    + "060074656E616E74"
                    + "040061636D65"
            );
        RecordPayload.Read(payload).Should().Be(record);
        var line = Encoding.UTF8.GetString(
            DeadLetterJson.Line(new ParkedRecord(record, "reason", DateTimeOffset.UnixEpoch))
        );
        line.Should().Contain("\"tags\":{\"b\":\"я\",\"tenant\":\"acme\"}");
        DeadLetterJson.TryRead(line)!.Record.Tags.Should().Equal(record.Tags);
    }

    /// <summary>A dead letter of a version that knew no tags.</summary>
    [Test]
    public void A_dead_letter_without_tags_is_read()
    {
        var record = new UsageRecord { CreatedAt = DateTimeOffset.UnixEpoch, Operation = UsageOperation.Embedding };
        var line = Encoding.UTF8.GetString(
            DeadLetterJson.Line(new ParkedRecord(record, "reason", DateTimeOffset.UnixEpoch))
        );

        var old = line.Replace(",\"tags\":{}", "", StringComparison.Ordinal);
        old.Should().NotContain("tags");
        DeadLetterJson.TryRead(old)!.Record.Should().Be(record);
    }

    [Test]
    public void Reasoning_tokens_come_back_from_the_journal_and_from_a_dead_letter(
        [Values(null, 0L, 300L)] long? tokens
    )
    {
        var record = new UsageRecord
        {
            CreatedAt = DateTimeOffset.UnixEpoch,
            Operation = UsageOperation.Embedding,
            ReasoningTokens = tokens,
        };
        var buffer = new byte[RecordPayload.MostBytes];

        RecordPayload.Read(buffer.AsSpan(0, RecordPayload.Write(record, buffer))).ReasoningTokens.Should().Be(tokens);
        var line = Encoding.UTF8.GetString(
            DeadLetterJson.Line(new ParkedRecord(record, "reason", DateTimeOffset.UnixEpoch))
        );
        DeadLetterJson.TryRead(line)!.Record.ReasoningTokens.Should().Be(tokens);
        line.Contains("reasoningTokens", StringComparison.Ordinal).Should().Be(tokens is not null);
    }

    [Test]
    public void Of_a_file_cut_at_any_byte_the_records_before_the_cut_survive_and_nothing_is_invented() =>
        Gen.Select(RandomRecords.Any.Array[1, 12], Gen.Double[0, 1])
            .Sample(
                (records, where) =>
                {
                    var (bytes, ends) = _files.Write(records);
                    var cut = (int)(where * bytes.Length);

                    var (read, lost, scan) = _files.Read(bytes[..cut]);

                    var whole = ends.Count(end => end <= cut);
                    var isAtBoundary = cut == SegmentHeader.Bytes || ends.Contains(cut);
                    read.Should().Equal(records.Take(whole).Select(UsageRecordLimits.Fit));
                    lost.Should().Be(isAtBoundary ? 0 : 1);
                    scan.IsDamaged.Should().Be(!isAtBoundary);
                    scan.IsTorn.Should().Be(!isAtBoundary && cut > SegmentHeader.Bytes);
                },
                iter: 400
            );

    [Test]
    public void Any_flipped_bit_is_noticed_and_costs_no_more_than_the_record_it_is_in() =>
        Gen.Select(RandomRecords.Any.Array[1, 12], Gen.Double[0, 1], Gen.Int[0, 7])
            .Sample(
                (records, where, bit) =>
                {
                    var (bytes, ends) = _files.Write(records);
                    var at = Math.Min((int)(where * bytes.Length), bytes.Length - 1);
                    bytes[at] ^= (byte)(1 << bit);

                    var (read, lost, scan) = _files.Read(bytes);

                    var hit = at < SegmentHeader.Bytes ? -1 : ends.FindIndex(end => at < end);
                    read.Should().Equal(records.Where((_, i) => i != hit).Select(UsageRecordLimits.Fit));
                    if (hit == records.Length - 1)
                        lost.Should()
                            .BeGreaterThanOrEqualTo(1, "where the end cannot be read, the number is an estimate");
                    else
                        lost.Should().Be(hit < 0 ? 0 : 1);
                    if (hit >= 0 || at < SegmentHeader.VersionBytes)
                        scan.IsDamaged.Should().BeTrue("the file must be kept");
                },
                iter: 400
            );

    [Test]
    public void Header_with_any_bit_flipped_costs_no_record()
    {
        var records = Enumerable.Range(0, 5).Select(i => NewRecord($"{i}")).ToArray();
        var (bytes, _) = _files.Write(records, before: 7);
        for (var bit = 0; bit < SegmentHeader.Bytes * 8; bit++)
        {
            byte[] damaged = [.. bytes];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));

            var (read, lost, scan) = _files.Read(damaged);

            read.Should().Equal(records, "bit {0} is in no record", bit);
            lost.Should().Be(0);
            (scan.IsDamaged || bit >= SegmentHeader.VersionBytes * 8).Should().BeTrue();
        }
    }

    /// <summary>Without its checksum, a mark with another bit would pass over records that are nowhere else.</summary>
    [Test]
    public void Mark_with_any_bit_flipped_is_not_trusted()
    {
        var records = Enumerable.Range(0, 6).Select(i => NewRecord($"{i}")).ToArray();
        var (bytes, _) = _files.Write(records);
        SegmentHeader.WriteMark(bytes.AsSpan(SegmentHeader.MarkAt), BitConverter.ToUInt32(bytes, 8), settled: 2);
        _files.Read(bytes).Read.Should().Equal(records[2..], "the mark is whole");

        for (var bit = 0; bit < SegmentHeader.MarkBytes * 8; bit++)
        {
            byte[] damaged = [.. bytes];
            damaged[SegmentHeader.MarkAt + (bit / 8)] ^= (byte)(1 << (bit % 8));

            var (read, lost, _) = _files.Read(damaged);

            read.Should().Equal(records);
            lost.Should().Be(0);
        }
    }

    [Test]
    public void Records_without_a_header_or_with_another_file_in_its_place_are_read(
        [Values(0, 4, 30, 64)] int bytesLeft,
        [Values] bool isFilled
    )
    {
        var records = Enumerable.Range(0, 4).Select(i => NewRecord($"{i}")).ToArray();
        var (bytes, _) = _files.Write(records);
        byte[] damaged =
        [
            .. isFilled ? Enumerable.Repeat((byte)'x', bytesLeft) : bytes[..bytesLeft],
            .. bytes[SegmentHeader.Bytes..],
        ];

        var (read, lost, scan) = _files.Read(damaged);

        read.Should().Equal(records);
        lost.Should().Be(0);
        scan.IsDamaged.Should().Be(bytesLeft < SegmentHeader.Bytes || isFilled);
    }

    [Test]
    public void Damaged_files_give_back_every_intact_record_once_and_count_what_is_lost() =>
        Gen.Select(RandomRecords.Any.Array[1, 40], SegmentDamage.Any.Array[1, 3], Gen.Int[0, 3])
            .Sample(
                (records, damages, before) =>
                {
                    var (bytes, ends) = _files.Write(records, before);
                    var origins = Enumerable.Range(0, bytes.Length).ToArray();
                    var original = bytes;
                    foreach (var damage in damages)
                        (bytes, origins) = damage.Do(bytes, origins);
                    SegmentDamage.Restore(original, bytes, origins);

                    var (read, lost, scan) = _files.Read(bytes);

                    // A frame is intact where its bytes follow each other still.
                    var intact = Enumerable
                        .Range(0, records.Length)
                        .Where(i => IsIntact(origins, i == 0 ? SegmentHeader.Bytes : ends[i - 1], ends[i]))
                        .ToList();
                    read.Should().Equal(intact.Select(i => UsageRecordLimits.Fit(records[i])));

                    // Records that were cut off where one ends leave no trace.
                    var end =
                        intact.Count == 0 ? SegmentHeader.Bytes : Array.IndexOf(origins, ends[intact[^1]] - 1) + 1;
                    var isTraced = intact.Count <= (intact.Count == 0 ? -1 : intact[^1]) || bytes.Length != end;
                    if (intact.Count < records.Length && isTraced)
                        lost.Should().BeGreaterThan(0);
                    if (lost > 0)
                        scan.IsDamaged.Should().BeTrue("the file must be kept");
                },
                iter: 1_000
            );

    [Test]
    public void Losses_between_two_records_and_between_two_files_are_counted_exactly()
    {
        var records = Enumerable.Range(0, 100).Select(i => NewRecord($"{i}")).ToArray();
        var (bytes, ends) = _files.Write(records, before: 1_000);
        byte[] withoutMiddle = [.. bytes[..(ends[9] + 11)], .. bytes[(ends[59] - 7)..]];

        _files.Read(withoutMiddle).Lost.Should().Be(50);
        _files.Read(bytes[..ends[79]], next: 1_100).Lost.Should().Be(20, "1100 were written before the next file");
        _files.Read(bytes[..ends[79]]).Lost.Should().Be(0, "no trace is left of what was there");
        _files.Read([], before: 900, next: 1_000).Lost.Should().Be(100);
        _files
            .Read([.. bytes[..ends[79]], .. new byte[ends[99] - ends[79]]])
            .Lost.Should()
            .BeInRange(15, 25, "zeros are taken for records of the usual length");
    }

    /// <summary>Written by the program of that version.</summary>
    private const string Segment01 =
        "R0NVSgEAAACnVOnQRdSGQBlfKfwAAAAAAAAAAAAAAABAAAAAAAAAAIxioggAAAAAAAAAAAAAAAAAAAAAAAAAAE4AAAAdsqN3gTAAAAEAAAAAAAAAAAAAAAAA"
        + "AAAAIIwQinfeCA8AVEVYVF9HRU5FUkFUSU9OAAAPAAAAAQoAR2lnYUNoYXQtMgoA0YLQtdC80LAgMAoFTgAAAAMyA5yBMAAAAgAAAAAAAAAAAAAAAAAAAABm"
        + "TzSKd94IDwBURVhUX0dFTkVSQVRJT04AABAAAAABCgBHaWdhQ2hhdC0yCgDRgtC10LzQsCAxCwVOAAAAfJb0HYEwAAADAAAAAAAAAAAAAAAAAAAAAKwSWIp3"
        + "3ggPAFRFWFRfR0VORVJBVElPTgAAEQAAAAEKAEdpZ2FDaGF0LTIKANGC0LXQvNCwIDIMBQ==";

    [Test]
    public void Segment_of_version_0_1_is_read()
    {
        var (read, lost, scan) = _files.Read(Convert.FromBase64String(Segment01));

        read.Should().Equal(Enumerable.Range(0, 3).Select(Legacy));
        lost.Should().Be(0);
        scan.IsDamaged.Should().BeFalse();
    }

    [Test]
    public void Damaged_segment_of_version_0_1_gives_back_its_other_records()
    {
        var bytes = Convert.FromBase64String(Segment01);
        bytes[SegmentHeader.Bytes + 20] ^= 1;

        var (read, lost, scan) = _files.Read(bytes);

        read.Should().Equal(Legacy(1), Legacy(2));
        lost.Should().Be(1);
        scan.IsDamaged.Should().BeTrue();
        _files.Read(bytes[..^1]).Should().BeEquivalentTo(new { Item2 = 2 });
    }

    /// <summary>A byte of it can be taken for the length of a frame nearly everywhere, and each took a checksum of 8
    /// KB: 128 GB in all.</summary>
    [Test]
    public void Search_in_a_damaged_segment_of_version_0_1_ends_after_a_bounded_number_of_bytes()
    {
        var bytes = new byte[16 * 1024 * 1024];
        Convert.FromBase64String(Segment01).CopyTo(bytes, 0);
        for (var i = 322; i + 4 <= bytes.Length; i += 4)
            BitConverter.TryWriteBytes(bytes.AsSpan(i), RecordPayload.MostBytes);
        var path = Path.Combine(_files.Folder.Path, "large.journal");
        File.WriteAllBytes(path, bytes);
        using var file = File.OpenHandle(path);
        var reader = new LegacyFrameReader(file, BitConverter.ToUInt64(bytes, 8), SegmentHeader.Bytes);
        var read = 0;
        while (reader.TryNext(bytes.Length, out _))
            read++;

        read.Should().Be(3);
        reader.BytesChecked.Should().BeLessThan((1L << 28) + JournalFrame.MostBytes);
        reader.Tail.Should().Be(bytes.Length - 322);
    }

    /// <summary>A header of 16 bytes that repeats itself declares 8 KB each time: 8 GB of checksums in all.</summary>
    [Test]
    public void Search_in_a_crafted_segment_ends_after_a_bounded_number_of_bytes()
    {
        var (whole, _) = _files.Write([Legacy(0), Legacy(1)]);
        var bytes = new byte[16 * 1024 * 1024];
        whole.CopyTo(bytes, 0);
        var header = whole.AsSpan(SegmentHeader.Bytes, 16).ToArray();
        BitConverter.TryWriteBytes(header.AsSpan(12), RecordPayload.MostBytes);
        for (var i = whole.Length; i + header.Length <= bytes.Length; i += header.Length)
            header.CopyTo(bytes, i);
        var path = Path.Combine(_files.Folder.Path, "crafted.journal");
        File.WriteAllBytes(path, bytes);
        using var file = File.OpenHandle(path);
        var reader = new MarkedFrameReader(file, BitConverter.ToUInt32(header, 4), SegmentHeader.Bytes);
        var read = 0;
        while (reader.TryNext(bytes.Length, out _))
            read++;

        read.Should().Be(2);
        reader.BytesChecked.Should().BeLessThan((1L << 28) + JournalFrame.MostBytes);
        reader.Tail.Should().Be(bytes.Length - whole.Length);
    }

    [Test]
    public void Any_bytes_at_all_are_read_without_an_error_and_without_a_record() =>
        Gen.Select(Gen.Byte.Array[0, 4_000], Gen.Bool)
            .Sample(
                (noise, withHeader) =>
                {
                    var (bytes, _) = _files.Write([]);

                    var (read, lost, _) = _files.Read(withHeader ? [.. bytes, .. noise] : noise);

                    read.Should().BeEmpty();
                    lost.Should()
                        .Be(withHeader && noise.Length == 0 ? 0 : lost)
                        .And.BeGreaterThanOrEqualTo(withHeader && noise.Length == 0 ? 0 : 1);
                },
                iter: 300
            );

    [Test]
    public void Marker_of_a_frame_occurs_in_no_text() =>
        Gen.String.Sample(
            static text => Encoding.UTF8.GetBytes(text).AsSpan().ContainsAny(JournalFrame.Marker).Should().BeFalse(),
            iter: 2_000
        );

    [Test]
    public void Frames_of_another_segment_are_not_read()
    {
        var (bytes, ends) = _files.Write([NewRecord("0"), NewRecord("1"), NewRecord("2")]);
        var (other, otherEnds) = _files.Write([NewRecord("a"), NewRecord("b"), NewRecord("c")]);
        otherEnds.Should().Equal(ends);
        other.AsSpan(ends[0]..ends[1]).CopyTo(bytes.AsSpan(ends[0]));

        var (read, lost, scan) = _files.Read(bytes);

        read.Select(it => it.Topic).Should().Equal("0", "2");
        lost.Should().Be(1);
        scan.IsDamaged.Should().BeTrue();
    }

    private static UsageRecord Legacy(int i) =>
        new()
        {
            Id = new Guid(i + 1, 0, 0, new byte[8]),
            CreatedAt = new DateTimeOffset(2026, 3, 1, 12, i, 0, TimeSpan.Zero),
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            Topic = $"тема {i}",
            PromptTokens = 10 + i,
            CompletionTokens = 5,
            TotalTokens = 15 + i,
        };

    private static UsageRecord NewRecord(string topic) =>
        new()
        {
            CreatedAt = DateTimeOffset.UnixEpoch,
            Operation = UsageOperation.Embedding,
            Topic = topic,
        };

    private static bool IsIntact(int[] origins, int start, int end)
    {
        var at = Array.IndexOf(origins, start);
        return at >= 0
            && at + (end - start) <= origins.Length
            && Enumerable.Range(0, end - start).All(i => origins[at + i] == start + i);
    }
}
