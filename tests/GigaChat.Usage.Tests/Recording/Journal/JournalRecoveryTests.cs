using CsCheck;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Logging.Testing;

namespace GigaChat.Usage.Tests.Recording.Journal;

/// <summary>Random damage in the segments of a process that was killed.</summary>
internal sealed class JournalRecoveryTests
{
    private static readonly UsageRecord Usual = new()
    {
        CreatedAt = DateTimeOffset.UnixEpoch,
        Operation = UsageOperation.Embedding,
    };

    private string _root = null!;

    [SetUp]
    public void SetUp() => _root = Directory.CreateTempSubdirectory("journal").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Damaged_folders_give_back_every_intact_record_once_count_the_others_and_keep_the_files() =>
        Gen.Select(Gen.Int[100, 700], Gen.Select(Gen.Int[0, 9], SegmentDamage.Any).Array[1, 5])
            .Sample(
                (count, damages) =>
                {
                    var directory = Path.Combine(_root, $"{Guid.CreateVersion7():N}");
                    var records = Enumerable
                        .Range(0, count)
                        .Select(i => Usual with { Id = Guid.CreateVersion7(), Topic = Text(i) })
                        .ToList();
                    var files = Leave(directory, records);

                    var intact = new List<Guid>();
                    var changed = 0;
                    var areHeadersWhole = true;
                    var (isTraced, isCutInTheMiddle) = (false, false);
                    for (var i = 0; i < files.Count; i++)
                    {
                        var bytes = File.ReadAllBytes(files[i]);
                        var frames = Frames(bytes);
                        var original = bytes;
                        var origins = Enumerable.Range(0, bytes.Length).ToArray();
                        foreach (var (_, damage) in damages.Where(it => it.Item1 % files.Count == i))
                            (bytes, origins) = damage.Do(bytes, origins);
                        SegmentDamage.Restore(original, bytes, origins);
                        var whole = frames.Where(frame => IsWhole(origins, frame.Start, frame.End)).ToList();
                        intact.AddRange(whole.Select(frame => frame.Id));
                        changed += whole.Count < frames.Count ? 1 : 0;
                        areHeadersWhole &= origins
                            .Take(SegmentHeader.Bytes)
                            .SequenceEqual(Enumerable.Range(0, SegmentHeader.Bytes)); // At their place, too.

                        // Records cut off where one ends leave no trace in the last file, and one in the next
                        // elsewhere.
                        var end =
                            whole.Count == 0 ? SegmentHeader.Bytes : Array.IndexOf(origins, whole[^1].End - 1) + 1;
                        var isCut = whole.SequenceEqual(frames.Take(whole.Count)) && bytes.Length == end;
                        isTraced |= whole.Count < frames.Count && !isCut;
                        isCutInTheMiddle |= whole.Count < frames.Count && isCut && i < files.Count - 1;
                        File.WriteAllBytes(files[i], bytes);
                    }

                    isTraced |= isCutInTheMiddle && areHeadersWhole;
                    var (read, lost, kept) = Recover(directory);

                    read.Select(it => it.Id).Should().Equal(intact);
                    read.Should().BeSubsetOf(records);
                    if (isTraced)
                        lost.Should().BeGreaterThan(0);
                    if (areHeadersWhole && intact.Contains(records[^1].Id))
                        lost.Should().Be(count - intact.Count, "every number up to the last is known");
                    if (isTraced)
                        kept.Should().BeGreaterThanOrEqualTo(1).And.BeLessThanOrEqualTo(files.Count);
                    if (areHeadersWhole && intact.Contains(records[^1].Id))
                        kept.Should().BeGreaterThanOrEqualTo(changed, "a file with an unread record is kept");
                },
                iter: 100
            );

    /// <summary>Never empty, which is read as null, and no two alike: with runs of one letter, what is left of two
    /// records can be a whole one.</summary>
    private static string Text(int i) =>
        string.Concat(
            Enumerable
                .Range(0, 1 + (i % 230))
                .Select(j => (char)('a' + ((uint)((i + 1) * (j + 3)) * 2654435761 >> 7) % 26))
        );

    /// <summary>Writes records as a process does that is killed then.</summary>
    private static List<string> Leave(string directory, List<UsageRecord> records)
    {
        var alive = directory + "-alive";
        using (var journal = NewJournal(alive))
        {
            foreach (var record in records)
                journal.TryAppend(JournalFrame.Of(EncodedRecord.Of(record)), out _).Should().Be(JournalAppend.Done);
            var folder = Directory.GetDirectories(alive).Single();
            var left = Directory.CreateDirectory(Path.Combine(directory, Path.GetFileName(folder))).FullName;
            foreach (var file in Directory.GetFiles(folder))
                File.Copy(file, Path.Combine(left, Path.GetFileName(file)));
            return [.. Directory.GetFiles(left).Order(StringComparer.Ordinal)];
        }
    }

    private static (List<UsageRecord> Read, int Lost, int Kept) Recover(string directory)
    {
        var read = new List<QueuedRecord>();
        var lost = 0;
        using (var journal = NewJournal(directory))
        {
            foreach (var segments in new JournalAdoption(directory, Log(directory)).FindLeft())
            {
                var count = (int)segments.Sum(static segment => segment.Count);
                journal.Add(segments);
                lost += journal.Read(read, read.Count, count);
                journal.SettleBelow(null);
            }
        }

        Directory
            .GetFiles(directory, "*.journal", SearchOption.AllDirectories)
            .Should()
            .BeEmpty("all is settled or set aside");
        return ([.. read.Select(it => it.Record)], lost, Directory.GetFiles(directory, "*.damaged").Length);
    }

    private static List<(int Start, int End, Guid Id)> Frames(byte[] bytes)
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, bytes);
        var frames = new List<(int Start, int End, Guid Id)>();
        using (var handle = File.OpenHandle(file))
        {
            var reader = new MarkedFrameReader(handle, tag: null, SegmentHeader.Bytes);
            for (
                var start = SegmentHeader.Bytes;
                reader.TryNext(bytes.Length, out var frame);
                start = (int)reader.Position
            )
                frames.Add((start, (int)reader.Position, RecordPayload.Read(frame.Payload).Id));
        }

        File.Delete(file);
        return frames;
    }

    private static bool IsWhole(int[] origins, int start, int end)
    {
        var at = Array.IndexOf(origins, start);
        return at >= 0
            && at + (end - start) <= origins.Length
            && Enumerable.Range(0, end - start).All(i => origins[at + i] == start + i);
    }

    private static GigaChat.Usage.Recording.Journal NewJournal(string directory) =>
        new(directory, 1024 * 1024, flushToDisk: false, Log(directory), TimeProvider.System);

    private static JournalLog Log(string directory) => new(new FakeLogger(), TimeProvider.System, directory);
}
