using System.Globalization;
using System.Text;
using CsCheck;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Tests.Recording.Journal;

internal sealed partial class JournalFormatTests
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

    /// <summary>Written by the program of that version.</summary>
    private const string Segment01 =
        "R0NVSgEAAACnVOnQRdSGQBlfKfwAAAAAAAAAAAAAAABAAAAAAAAAAIxioggAAAAAAAAAAAAAAAAAAAAAAAAAAE4AAAAdsqN3gTAAAAEAAAAAAAAAAAAAAAAA"
        + "AAAAIIwQinfeCA8AVEVYVF9HRU5FUkFUSU9OAAAPAAAAAQoAR2lnYUNoYXQtMgoA0YLQtdC80LAgMAoFTgAAAAMyA5yBMAAAAgAAAAAAAAAAAAAAAAAAAABm"
        + "TzSKd94IDwBURVhUX0dFTkVSQVRJT04AABAAAAABCgBHaWdhQ2hhdC0yCgDRgtC10LzQsCAxCwVOAAAAfJb0HYEwAAADAAAAAAAAAAAAAAAAAAAAAKwSWIp3"
        + "3ggPAFRFWFRfR0VORVJBVElPTgAAEQAAAAEKAEdpZ2FDaGF0LTIKANGC0LXQvNCwIDIMBQ==";

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

    private static UsageRecord NewRecord(string topic) =>
        new()
        {
            CreatedAt = DateTimeOffset.UnixEpoch,
            Operation = UsageOperation.Embedding,
            Topic = topic,
        };
}
