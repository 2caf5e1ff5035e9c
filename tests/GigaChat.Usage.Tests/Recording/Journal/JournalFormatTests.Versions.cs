using System.Globalization;
using System.Text;
using CsCheck;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Tests.Recording.Journal;

/// <content>Files and payloads of other versions.</content>
internal sealed partial class JournalFormatTests
{
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
    public void Segment_of_version_0_1_is_read()
    {
        var (read, lost, scan) = _files.Read(Convert.FromBase64String(Segment01));

        read.Should().Equal(Enumerable.Range(0, 3).Select(Legacy));
        lost.Should().Be(0);
        scan.IsDamaged.Should().BeFalse();
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
}
