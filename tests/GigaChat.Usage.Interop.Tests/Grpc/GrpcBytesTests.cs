using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using CsCheck;
using GigaChat.Usage.Interop.Wire;
using Google.Protobuf;

namespace GigaChat.Usage.Interop.Grpc;

/// <summary>The bytes of gRPC, cut and broken in every way.</summary>
[TestFixture]
internal sealed class GrpcBytesTests
{
    private static readonly byte[] Whole = Body(compressed: false, Stream());
    private static readonly byte[] Packed = Body(compressed: true, Stream());

    [Test]
    public async Task Response_cut_at_any_byte_is_read_the_same([Values] bool isCompressed)
    {
        var body = isCompressed ? Packed : Whole;
        var expected = Figures(await RecordAsync([body]));

        expected
            .Should()
            .Be(
                (
                    17L,
                    23L,
                    40L,
                    "GigaChat-2-Max",
                    "2.0.28.2",
                    "stop",
                    UsageOutcome.Completed,
                    string.Concat(ChatLedger.Words).Length
                )
            );
        for (var at = 0; at <= body.Length; at++)
            Figures(await RecordAsync([body[..at], body[at..]])).Should().Be(expected, "it was cut at {0}", at);
        Figures(await RecordAsync([.. body.Select(static b => new[] { b })])).Should().Be(expected);
    }

    [Test]
    public async Task Response_that_breaks_off_anywhere_is_an_aborted_call([Values] bool isCompressed)
    {
        var body = isCompressed ? Packed : Whole;
        for (var length = 0; length < body.Length; length++)
        {
            var record = await RecordAsync([body[..length]], status: null);
            record.Outcome.Should().Be(UsageOutcome.Aborted, "{0} bytes came", length);
            record
                .Source.Should()
                .Be(
                    record.TotalTokens == 40 ? UsageSource.Reported : UsageSource.Estimated,
                    "usage that came whole holds"
                );
        }
    }

    [Test]
    public void Garbage_never_reaches_the_caller() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Bool)
            .Sample(
                static (garbage, place, value, isCompressed) =>
                {
                    var whole = isCompressed ? Packed : Whole;
                    var at = place % whole.Length;
                    byte[] changed = [.. whole];
                    changed[at] = value;
                    foreach (var body in (byte[][])[garbage, Frame(1, garbage), changed, [.. whole[..at], .. garbage]])
                    {
                        var record = RecordAsync([body]).GetAwaiter().GetResult();
                        record.TotalTokens.Should().BeGreaterThanOrEqualTo(0);
                    }
                },
                iter: 500,
                threads: 1
            );

    [Test]
    public async Task Compressed_message_that_is_no_archive_hides_no_usage_of_the_next()
    {
        var record = await RecordAsync([
            Frame(1, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
            Body(
                false,
                [
                    new ChatResponse
                    {
                        Usage = new Wire.Usage
                        {
                            PromptTokens = 5,
                            CompletionTokens = 7,
                            TotalTokens = 12,
                        },
                    },
                ]
            ),
        ]);

        (record.PromptTokens, record.CompletionTokens, record.TotalTokens, record.Source)
            .Should()
            .Be((5, 7, 12, UsageSource.Reported));
    }

    [Test]
    public async Task Usage_of_zeros_left_out_by_proto3_is_zero()
    {
        var record = await RecordAsync([
            Body(false, [new ChatResponse { Usage = new Wire.Usage { PromptTokens = 5 } }]),
        ]);

        (record.PromptTokens, record.CompletionTokens, record.TotalTokens, record.Source)
            .Should()
            .Be((5, 0, 5, UsageSource.Reported));
    }

    [Test]
    public async Task Negative_count_is_not_believed()
    {
        var record = await RecordAsync([
            Body(
                false,
                [
                    new ChatResponse
                    {
                        Usage = new Wire.Usage
                        {
                            PromptTokens = 5,
                            CompletionTokens = -1,
                            TotalTokens = 4,
                        },
                    },
                ]
            ),
        ]);

        record.Source.Should().NotBe(UsageSource.Reported);
    }

    [Test]
    public async Task Page_of_a_proxy_is_a_failed_call()
    {
        var record = await RecordAsync(["<html>"u8.ToArray()], type: "text/html");

        (record.Outcome, record.FinishReason).Should().Be((UsageOutcome.Failed, "unreadable"));
    }

    [Test]
    public async Task Trailers_of_gRPC_Web_are_the_last_frame()
    {
        var trailers = "grpc-status: 8\r\ngrpc-message: no\r\n"u8.ToArray();

        var record = await RecordAsync(
            [
                [.. Whole, .. Frame(0x80, trailers)],
            ],
            status: null,
            type: "application/grpc-web+proto"
        );

        (record.Outcome, record.TotalTokens).Should().Be((UsageOutcome.Failed, 40));
    }

    private static (long?, long?, long, string?, string?, string?, UsageOutcome, int) Figures(UsageRecord record) =>
        (
            record.PromptTokens,
            record.CompletionTokens,
            record.TotalTokens,
            record.Model,
            record.ModelVersion,
            record.FinishReason,
            record.Outcome,
            record.ResponseLength
        );

    private static ChatResponse[] Stream()
    {
        var ledger = new ChatLedger();
        return [.. Enumerable.Range(0, ChatLedger.Words.Length).Select(ledger.Piece)];
    }

    private static byte[] Body(bool compressed, ChatResponse[] messages) =>
        [
            .. messages.SelectMany(message =>
                compressed ? Frame(1, Zip(message.ToByteArray())) : Frame(0, message.ToByteArray())
            ),
        ];

    private static byte[] Frame(byte flag, byte[] message)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal))
            zip.Write(bytes);
        return packed.ToArray();
    }

    private static async Task<UsageRecord> RecordAsync(
        byte[][] pieces,
        string? status = "0",
        string type = "application/grpc"
    )
    {
        var recorder = new RecordList();
        using var client = new HttpClient(
            new GigaChatUsageHandler(recorder) { InnerHandler = new Wires(pieces, status, type) }
        );
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            "https://gigachat.devices.sberbank.ru/gigachat.v1.ChatService/ChatStream"
        )
        {
            Content = new ByteArrayContent(Frame(0, ChatHost.Request().ToByteArray())),
        };
        using (var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            using var read = new MemoryStream();
            await response.Content.CopyToAsync(read);
            read.ToArray().Should().Equal(pieces.SelectMany(static piece => piece));
        }

        return await recorder.NextAsync();
    }

    private sealed class Wires(byte[][] pieces, string? status, string type) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Version = HttpVersion.Version20,
                Content = new Pieces(pieces),
            };
            response.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            response.Headers.Add("grpc-encoding", "gzip");
            if (status is not null)
                response.TrailingHeaders.Add("grpc-status", status);
            return Task.FromResult(response);
        }
    }

    private sealed class Pieces(byte[][] pieces) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(System.IO.Stream stream, TransportContext? context)
        {
            foreach (var piece in pieces)
                await stream.WriteAsync(piece);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
