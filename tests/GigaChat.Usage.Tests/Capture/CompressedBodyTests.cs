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
            var exchange = fixture.Exchange with { AnswerBytes = Compress(fixture.Exchange.Answer, encoding), ContentEncoding = encoding };
            fixture.Verify(exchange.Record());
            Gen.Int[0, exchange.AnswerBytes.Length].Array[0, 12].Sample(cuts => fixture.Verify(exchange.Record(cuts)), iter: 20, threads: 1);
        }
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("deflate")]
    [TestCase("zstd")]
    public void An_encoding_that_cannot_be_read_gives_no_numbers(string encoding)
    {
        var record = (WireFixtures.All[0].Exchange with { ContentEncoding = encoding }).Record();

        (record.Source, record.TotalTokens).Should().Be((UsageSource.None, 0L));
    }

    /// <summary>A small body must not become a large one: what unpacks to more than 256 MB is no answer.</summary>
    [TestCase(255, UsageSource.Reported)]
    [TestCase(257, UsageSource.None)]
    public void A_body_is_unpacked_up_to_a_bound(int megabytes, UsageSource source)
    {
        var filling = Compress(new string('a', 1024 * 1024), "gzip");
        var exchange = WireFixtures.All[0].Exchange with
        {
            // A gzip body may be made of several, one behind another.
            AnswerBytes = [.. Compress("{\"filling\":\"", "gzip"), .. Enumerable.Repeat(filling, megabytes).SelectMany(static bytes => bytes), .. Compress("\",\"usage\":{\"total_tokens\":5}}", "gzip")],
            ContentEncoding = "gzip",
        };

        exchange.Record().Source.Should().Be(source);
    }

    private static byte[] Compress(string text, string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream compressor = encoding switch
        {
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            compressor.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}
