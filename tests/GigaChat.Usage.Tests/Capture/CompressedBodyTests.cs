using System.IO.Compression;
using System.Text;
using CsCheck;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>A body that nobody below decompressed reaches the caller compressed, and is counted all the same.</summary>
[TestFixture]
internal sealed class CompressedBodyTests
{
    private static IReadOnlyList<WireFixture> Fixtures => WireFixtures.All;

    [TestCaseSource(nameof(Fixtures))]
    public void Is_recorded_exactly_wherever_it_is_cut(WireFixture fixture)
    {
        foreach (var encoding in new[] { "gzip", "br", "deflate" })
        {
            var exchange = fixture.Exchange with
            {
                AnswerBytes = Compress(fixture.Exchange.Answer, encoding),
                ContentEncoding = encoding,
            };
            fixture.Verify(exchange.Record());
            Gen.Int[0, exchange.AnswerBytes.Length]
                .Array[0, 12]
                .Sample(cuts => fixture.Verify(exchange.Record(cuts)), iter: 20, threads: 1);
        }
    }

    /// <summary>The caller has its response, and the account is billed for it.</summary>
    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("deflate")]
    [TestCase("zstd")]
    public void A_response_that_cannot_be_decoded_here_is_estimated(string encoding)
    {
        var record = (WireFixtures.All[0].Exchange with { ContentEncoding = encoding }).Record();

        (record.Source, record.Outcome, record.FinishReason)
            .Should()
            .Be((UsageSource.Estimated, UsageOutcome.Completed, "unreadable"));
        record.PromptTokens.Should().BePositive().And.Be(record.TotalTokens);
    }

    /// <summary>What was decoded before it broke is known to have been generated.</summary>
    [Test]
    public void A_response_that_breaks_in_the_middle_is_estimated_with_the_text_before()
    {
        var zipped = Compress(
            "data: {\"choices\":[{\"delta\":{\"content\":\"Восемь ног у паука\"}}],\"model\":\"GigaChat-2:2.0\"}\n\n",
            "gzip"
        );
        var exchange = WireFixtures.All[0].Exchange with
        {
            AnswerBytes =
            [
                .. zipped,
                .. Compress("data: {}\n\n", "gzip").Select(static (value, at) => at < 10 ? value : (byte)0xFF),
            ],
            ContentEncoding = "gzip",
        };

        var record = exchange.Record();

        record.Source.Should().Be(UsageSource.Estimated);
        record.CompletionTokens.Should().BeGreaterThan(2);
    }

    /// <summary>A small body must not become a large one: what unpacks to more than 256 MB is no answer.</summary>
    [TestCase(255, UsageSource.Reported)]
    [TestCase(257, UsageSource.Estimated)]
    public void A_body_is_unpacked_up_to_a_bound(int megabytes, UsageSource source)
    {
        var filling = Compress(new string('a', 1024 * 1024), "gzip");
        var exchange = WireFixtures.All[0].Exchange with
        {
            // A gzip body may be made of several, one behind another.
            AnswerBytes =
            [
                .. Compress("{\"filling\":\"", "gzip"),
                .. Enumerable.Repeat(filling, megabytes).SelectMany(static bytes => bytes),
                .. Compress("\",\"usage\":{\"total_tokens\":5}}", "gzip"),
            ],
            ContentEncoding = "gzip",
        };

        exchange.Record().Source.Should().Be(source);
    }

    private static byte[] Compress(string text, string encoding) => Compress(Encoding.UTF8.GetBytes(text), encoding);

    public static byte[] Compress(byte[] body, string encoding)
    {
        using var compressed = new MemoryStream();
        using (
            Stream compressor = encoding switch
            {
                "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
                "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
                _ => new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            }
        )
        {
            compressor.Write(body);
        }

        return compressed.ToArray();
    }
}
