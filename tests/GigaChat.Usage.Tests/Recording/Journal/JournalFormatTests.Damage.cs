using System.Globalization;
using System.Text;
using CsCheck;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Tests.Recording.Journal;

/// <content>Files that are cut, flipped, crafted or of another version.</content>
internal sealed partial class JournalFormatTests
{
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

    private static bool IsIntact(int[] origins, int start, int end)
    {
        var at = Array.IndexOf(origins, start);
        return at >= 0
            && at + (end - start) <= origins.Length
            && Enumerable.Range(0, end - start).All(i => origins[at + i] == start + i);
    }
}
