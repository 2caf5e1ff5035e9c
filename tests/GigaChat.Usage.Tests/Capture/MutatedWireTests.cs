using System.Text;
using CsCheck;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>Whatever a server sends, the caller gets it unharmed, one record is left, and no text of a prompt or an
/// answer is in it.</summary>
[TestFixture]
internal sealed class MutatedWireTests
{
    private const string Secret = "СекретныйТекст42";

    private static readonly Gen<byte[]> Mutated = Gen.Select(
        Gen.Int[0, WireFixtures.All.Count - 1].Select(i => WithSecret(WireFixtures.All[i].Exchange.Answer)),
        Gen.Int[0, 9],
        Gen.Int[0, int.MaxValue],
        Gen.Int[0, int.MaxValue],
        Gen.Byte.Array[0, 8],
        (answer, kind, first, second, noise) => Mutate(Encoding.UTF8.GetBytes(answer), kind, first, second, noise)
    );

    [Test]
    public void Ten_thousand_mutated_answers_harm_nobody() =>
        Gen.Select(
                Mutated,
                Gen.Int[0, 2000].Array[0, 5],
                Gen.Int[0, WireFixtures.All.Count - 1].Select(i => WireFixtures.All[i].Exchange)
            )
            .Sample(
                (answer, cuts, exchange) =>
                {
                    var sent = exchange with { AnswerBytes = answer, Request = WithSecret(exchange.Request) };
                    var record = sent.Record(cuts);
                    record.ToString().Should().NotContain(Secret[..8]);
                    record.TotalTokens.Should().BeInRange(0, 10_000_000_000);
                    record.PromptTokens.Should().Match(tokens => tokens == null || tokens >= 0);
                    if (record.Source == UsageSource.None)
                        record.TotalTokens.Should().Be(0);
                },
                iter: 10_000,
                threads: 1
            );

    [TestCase(
        """{"usage":{"prompt_tokens":-5,"completion_tokens":3,"total_tokens":-2},"choices":[{"message":{"content":"да"},"finish_reason":"stop"}]}"""
    )]
    [TestCase(
        """{"usage":{"prompt_tokens":99999999999999999999999,"total_tokens":3},"choices":[{"message":{"content":"да"},"finish_reason":"stop"}]}"""
    )]
    [TestCase(
        """{"usage":{"prompt_tokens":1e3,"total_tokens":3},"choices":[{"message":{"content":"да"},"finish_reason":"stop"}]}"""
    )]
    [TestCase(
        """{"usage":{"prompt_tokens":1.5,"total_tokens":3},"choices":[{"message":{"content":"да"},"finish_reason":"stop"}]}"""
    )]
    [TestCase(
        """{"usage":{"total_tokens":5000000000},"choices":[{"message":{"content":"да"},"finish_reason":"stop"}]}"""
    )]
    public void Counts_that_cannot_be_believed_give_an_estimate(string answer)
    {
        var record = new CapturedExchange(
            "/v1/chat/completions",
            """{"messages":[{"content":"Привет"}]}""",
            answer
        ).Record();

        record.Source.Should().Be(UsageSource.Estimated);
        record.Outcome.Should().Be(UsageOutcome.Completed);
        record.TotalTokens.Should().BeInRange(1, 100);
    }

    /// <summary>What a fuzzer found: the line feed behind a text that breaks off counted as part of it, but only where
    /// the event had come in pieces.</summary>
    [TestCase("data: {\"choices\":[{\"delta\":{\"content\":\"да\n\n", 2)]
    [TestCase("data: {\"choices\":[{\"delta\":{\"content\":\"да\"}}\ndata: ]}\n\n", 2)]
    public void The_line_feed_that_ends_an_event_is_no_part_of_its_text(string answer, int length)
    {
        var exchange = new CapturedExchange(
            "/v1/chat/completions",
            """{"messages":[{"content":"Привет"}],"stream":true}""",
            answer
        )
        {
            ContentType = "text/event-stream",
        };
        exchange.Record().ResponseLength.Should().Be(length);
        exchange.Record([.. Enumerable.Range(1, exchange.AnswerBytes.Length - 1)]).ResponseLength.Should().Be(length);
    }

    [TestCase("<!doctype html><html></html>", UsageSource.None, UsageOutcome.Failed)]
    [TestCase("", UsageSource.None, UsageOutcome.Failed)]
    [TestCase("   \r\n", UsageSource.None, UsageOutcome.Failed)]
    [TestCase("null", UsageSource.None, UsageOutcome.Failed)]
    [TestCase("""{"choices":[{"message":{"content":"да""", UsageSource.Estimated, UsageOutcome.Aborted)]
    [TestCase("""{"choices":[{"message":{"content":"да"}}]}}}}}""", UsageSource.Estimated, UsageOutcome.Completed)]
    public void An_answer_that_is_none_is_told_from_one_that_is_cut(
        string answer,
        UsageSource source,
        UsageOutcome outcome
    )
    {
        var record = new CapturedExchange(
            "/v1/chat/completions",
            """{"messages":[{"content":"Привет"}]}""",
            answer
        ).Record();

        (record.Source, record.Outcome).Should().Be((source, outcome));
    }

    [Test]
    public void Ten_thousand_levels_of_nesting_are_passed_over()
    {
        var nested =
            string.Concat(Enumerable.Repeat("{\"a\":[", 10_000)) + "1" + string.Concat(Enumerable.Repeat("]}", 10_000));
        var answer =
            "{\"x\":"
            + nested
            + ",\"choices\":[{\"message\":{\"content\":"
            + nested
            + """}}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";

        new CapturedExchange("/v1/chat/completions", nested, answer).Record().TotalTokens.Should().Be(3);
    }

    [Test]
    public void A_name_that_never_ends_is_none()
    {
        var answer =
            "{\"model\":\"Giga"
            + new string('m', 1_000_000)
            + "\""
            + ""","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";

        var record = new CapturedExchange("/v1/chat/completions", "{}", answer).Record();

        record.TotalTokens.Should().Be(3);
        record.Model.Should().BeNull();
    }

    private static string WithSecret(string json) =>
        json.Replace("восемь", Secret, StringComparison.Ordinal)
            .Replace("Восемь", Secret, StringComparison.Ordinal)
            .Replace("паука", Secret, StringComparison.Ordinal);

    private static byte[] Mutate(byte[] body, int kind, int first, int second, byte[] noise)
    {
        var at = first % (body.Length + 1);
        var to = second % (body.Length + 1);
        if (at > to)
            (at, to) = (to, at);
        return kind switch
        {
            0 => body[..at],
            1 => body[at..],
            2 => [.. body[..at], .. noise, .. body[at..]],
            3 => [.. body[..at], .. noise, .. body[to..]],
            4 => [.. body[..at], .. body[at..to], .. body[at..to], .. body[to..]],
            5 => [.. body.Select((b, i) => i == at ? (byte)(b ^ (1 << (second % 8))) : b)],
            6 => [.. body[..at], .. "\\ud800"u8, .. body[at..]],
            7 => Encoding.UTF8.GetBytes(
                Encoding
                    .UTF8.GetString(body)
                    .Replace("_tokens\":", "_tokens\":9999999999999999999", StringComparison.Ordinal)
            ),
            8 => Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(body).Replace("_tokens\":", "_tokens\":-", StringComparison.Ordinal)
            ),
            _ => [.. body.Select((b, i) => i >= at && i < at + noise.Length ? noise[i - at] : b)],
        };
    }
}
