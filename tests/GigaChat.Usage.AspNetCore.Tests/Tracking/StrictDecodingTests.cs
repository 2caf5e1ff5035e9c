using System.IO.Compression;
using System.Text;

namespace GigaChat.Usage.AspNetCore.Tests.Tracking;

/// <summary>This project runs under <c>System.IO.Compression.UseStrictValidation</c>, which is read once a process:
/// bodies that come in pieces are counted all the same.</summary>
[TestFixture]
internal sealed class StrictDecodingTests
{
    private const string Answer =
        """{"choices":[{"message":{"content":"Ответ"},"finish_reason":"stop"}],"model":"GigaChat-2:2.0","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";

    [Test]
    public void The_switch_is_set_and_a_cut_body_is_an_error_to_whoever_unpacks_it()
    {
        var zipped = Compress("gzip");
        using var gzip = new GZipStream(new MemoryStream(zipped[..^20]), CompressionMode.Decompress);

        gzip.Invoking(static it => it.CopyTo(Stream.Null)).Should().Throw<InvalidDataException>();
    }

    [Test]
    public async Task A_body_in_pieces_is_counted(
        [Values("gzip", "deflate", "br")] string encoding,
        [Values(1, 2, 7, 1000)] int piece
    )
    {
        var store = new InMemoryUsageStore();
        await using (var recorder = new UsageRecorder(store))
        {
            using var invoker = new HttpMessageInvoker(
                new GigaChatUsageHandler(recorder, new Pieces(Compress(encoding), encoding, piece))
            );
            using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.giga.chat/v1/chat/completions");
            using var response = await invoker.SendAsync(request, CancellationToken.None);
            var body = await response.Content.ReadAsStreamAsync();
            var buffer = new byte[piece];
            while (await body.ReadAsync(buffer) > 0) { }
        }

        (await store.ListAsync(UsageFilter.All, new UsagePage()))
            .Items.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    TotalTokens = 5L,
                    Source = UsageSource.Reported,
                    Outcome = UsageOutcome.Completed,
                }
            );
    }

    private static byte[] Compress(string encoding)
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
            compressor.Write(Encoding.UTF8.GetBytes(Answer));
        }

        return compressed.ToArray();
    }

    private sealed class Pieces(byte[] body, string encoding, int piece) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage
                {
                    Content = new StreamContent(new MemoryStream(body), piece)
                    {
                        Headers = { { "Content-Encoding", encoding } },
                    },
                }
            );
    }
}
