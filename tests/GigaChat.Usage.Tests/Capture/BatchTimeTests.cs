using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>A result file that is read again gives the same records, time included: a store may keep them by
/// time.</summary>
[TestFixture]
internal sealed class BatchTimeTests
{
    private const string Lines = """
        {"id":"1","result":{"choices":[{"message":{"content":"Да","role":"assistant"},"index":0,"finish_reason":"stop"}],"created":1768996171,"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":17,"completion_tokens":2,"total_tokens":19}}}
        {"id":"2","result":{"model":"GigaChat-3-Ultra:32.3.18.5","created_at":1768996172,"messages":[{"role":"assistant","content":[{"text":"Hello"}]}],"finish_reason":"stop","usage":{"input_tokens":19,"output_tokens":2,"total_tokens":21}}}
        {"custom_id":"3","response":{"status_code":200,"body":{"choices":[{"message":{"content":"Да","role":"assistant"}}],"created":1768996173,"model":"GigaChat-2","usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}}}
        """;

    private static readonly DateTimeOffset Read = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_line_of_a_batch_has_the_time_it_was_made_at_every_reading()
    {
        var exchange = new CapturedExchange("/api/v1/files/1b9d/content", "", Lines)
        {
            Method = HttpMethod.Get,
            ContentType = "application/octet-stream",
        };

        var (first, second) = (exchange.Records(7, 90), exchange.Records());

        first.Select(record => record.CreatedAt.ToUnixTimeSeconds()).Should().Equal(1768996171, 1768996172, 1768996173);
        second
            .Select(record => (record.Id, record.CreatedAt))
            .Should()
            .Equal(first.Select(record => (record.Id, record.CreatedAt)));
    }

    [TestCase(null)]
    [TestCase(0L)]
    [TestCase(-5L)]
    [TestCase(1768996171000L)]
    [TestCase(long.MaxValue)]
    public void A_line_without_a_time_to_believe_has_that_of_the_first_reading(long? created)
    {
        var times = new BatchTimes();

        times.Of("file", created, Read).Should().Be(Read);
        times.Of("file", created, Read.AddDays(3)).Should().Be(Read);
        times.Of("other", created, Read.AddDays(3)).Should().Be(Read.AddDays(3));
    }

    [Test]
    public void A_time_up_to_a_day_ahead_is_believed_and_no_later_one()
    {
        var times = new BatchTimes();

        times.Of("file", Read.AddDays(1).ToUnixTimeSeconds(), Read).Should().Be(Read.AddDays(1));
        times.Of("file", Read.AddDays(1).ToUnixTimeSeconds() + 1, Read).Should().Be(Read);
    }

    [Test]
    public void The_number_of_files_that_are_remembered_is_bounded()
    {
        var times = new BatchTimes();
        for (var i = 0; i < 3_000; i++)
            times.Of($"file {i}", null, Read.AddSeconds(i)).Should().Be(Read.AddSeconds(i));

        times.Of("file 2999", null, Read.AddDays(1)).Should().Be(Read.AddSeconds(2_999));
    }
}
