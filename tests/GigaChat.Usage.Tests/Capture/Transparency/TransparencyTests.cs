using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace GigaChat.Usage.Tests.Capture.Transparency;

/// <summary>Nothing changes for the caller: each cell of the matrix is called with and without the handler, and what is
/// seen is compared to the letter.</summary>
[TestFixture]
[Property("Lesson", "L17")]
internal sealed class TransparencyTests
{
    private const string Question =
        """{"model":"GigaChat-2","messages":[{"role":"user","content":"Сколько ног у паука?"}]}""";

    private static readonly Version[] Versions = [HttpVersion.Version11, HttpVersion.Version20];

    private RawServer _server = null!;
    private RecordList _recorder = null!;
    private HttpClient _bare = null!;
    private HttpClient _tracked = null!;

    [OneTimeSetUp]
    public async Task StartServer() => _server = await RawServer.Start();

    [OneTimeTearDown]
    public async Task StopServer() => await _server.DisposeAsync();

    [SetUp]
    public void MakeClients()
    {
        _recorder = new RecordList();
        _bare = new HttpClient(new SocketsHttpHandler());
        _tracked = new HttpClient(new GigaChatUsageHandler(_recorder, new SocketsHttpHandler()));
    }

    [TearDown]
    public void DisposeClients()
    {
        _bare.Dispose();
        _tracked.Dispose();
    }

    [Test]
    public async Task Every_answer_read_every_way_is_the_same(
        [Values] BodyKind kind,
        [Values] ReadMode mode,
        [Values] HttpCompletionOption completion,
        [Values] bool sync,
        [ValueSource(nameof(Versions))] Version version
    )
    {
        if (version.Major == 2 && kind is BodyKind.TooShort or BodyKind.CutOff)
            version = HttpVersion.Version11; // HTTP/2 resets the stream, and what was read before is a race.
        Task<string> See(HttpClient client) =>
            Observation.Of(client, Request(kind.ToString(), version), completion, sync, mode);

        (await See(_tracked)).Should().Be(await See(_bare));
        _recorder
            .Records.Should()
            .HaveCount(1, "a call leaves one record, always (L4, L9)")
            .And.OnlyContain(record => record.PromptLength == 20);
    }

    [Test]
    public async Task A_call_cancelled_before_it_is_sent_is_the_same(
        [Values] HttpCompletionOption completion,
        [Values] bool sync
    )
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Task<string> See(HttpClient client) =>
            Observation.Of(client, Request("Json"), completion, sync, ReadMode.String, cancelled);

        (await See(_tracked)).Should().Be(await See(_bare));
    }

    [Test]
    public async Task A_call_that_times_out_is_the_same(
        [Values("hang-before-headers", "hang-in-body")] string path,
        [Values] bool sync
    )
    {
        _bare.Timeout = _tracked.Timeout = TimeSpan.FromMilliseconds(300);
        Task<string> See(HttpClient client) =>
            Observation.Of(client, Request(path), HttpCompletionOption.ResponseContentRead, sync, ReadMode.String);

        (await See(_tracked)).Should().Be(await See(_bare)).And.Contain("TimeoutException");
        _recorder.Records.Should().ContainSingle().Which.Outcome.Should().Be(UsageOutcome.Aborted);
    }

    [Test]
    public async Task A_body_cancelled_in_the_middle_is_the_same(
        [Values(ReadMode.String, ReadMode.StreamAsync, ReadMode.CopyTo)] ReadMode mode
    )
    {
        async Task<string> See(HttpClient client)
        {
            using var cancel = new CancellationTokenSource();
            return await Observation.Of(
                client,
                Request("hang-in-body"),
                HttpCompletionOption.ResponseHeadersRead,
                sync: false,
                mode,
                cancel
            );
        }

        (await See(_tracked)).Should().Be(await See(_bare));
        _recorder.Records.Should().ContainSingle().Which.Outcome.Should().Be(UsageOutcome.Aborted);
    }

    [Test]
    public async Task A_server_that_is_not_there_is_the_same([Values] bool sync)
    {
        Task<string> See(HttpClient client)
        {
            var request = Request("Json");
            request.RequestUri = new Uri("http://127.0.0.1:1/api/v1/chat/completions");
            return Observation.Of(client, request, HttpCompletionOption.ResponseContentRead, sync, ReadMode.String);
        }

        (await See(_tracked)).Should().Be(await See(_bare));
        var record = _recorder.Records.Should().ContainSingle().Subject;
        record.Outcome.Should().Be(UsageOutcome.Failed);
        record.FinishReason.Should().Be("ConnectionError");
    }

    [Test]
    public async Task An_answer_over_the_buffer_limit_is_the_same(
        [Values] bool sync,
        [Values(BodyKind.Json, BodyKind.Chunked)] BodyKind kind
    )
    {
        _bare.MaxResponseContentBufferSize = _tracked.MaxResponseContentBufferSize = 150;
        Task<string> See(HttpClient client) =>
            Observation.Of(
                client,
                Request(kind.ToString()),
                HttpCompletionOption.ResponseContentRead,
                sync,
                ReadMode.String
            );

        (await See(_tracked)).Should().Be(await See(_bare)).And.Contain("HttpRequestException");
    }

    [Test]
    public async Task Every_request_body_arrives_the_same(
        [Values("string", "json", "bytes", "memory", "stream", "multipart", "unknown length", "none")] string body,
        [Values] bool sync,
        [Values] bool expectContinue
    )
    {
        Task<string> See(HttpClient client)
        {
            var request = Request("echo");
            request.Content = body switch
            {
                "string" => new StringContent(Question, Encoding.UTF8, "application/json"),
                "json" => JsonContent.Create(
                    new
                    {
                        model = "GigaChat-2",
                        messages = new[] { new { role = "user", content = "Сколько ног у паука?" } },
                    }
                ),
                "bytes" => new ByteArrayContent(Encoding.UTF8.GetBytes(Question))
                {
                    Headers = { { "X-Own", ["a", "b"] }, { "Content-Language", "ru" } },
                },
                "memory" => new ReadOnlyMemoryContent(Encoding.UTF8.GetBytes(Question)),
                "stream" => new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(Question))),
                "unknown length" => new StreamContent(new PiecesStream(Encoding.UTF8.GetBytes(Question), [7, 40])),
                "multipart" => new MultipartFormDataContent("edge") { { new StringContent("x"), "name" } },
                _ => null,
            };
            request.Headers.ExpectContinue = expectContinue;
            return Observation.Of(client, request, HttpCompletionOption.ResponseContentRead, sync, ReadMode.String);
        }

        (await See(_tracked)).Should().Be(await See(_bare));
        _recorder
            .Records.Should()
            .ContainSingle()
            .Which.PromptLength.Should()
            .Be(body is "multipart" or "none" ? 0 : 20);
    }

    [Test]
    public async Task A_request_body_that_fails_is_the_same([Values] bool sync)
    {
        Task<string> See(HttpClient client)
        {
            var request = Request("echo");
            request.Content = new StreamContent(new BrokenStream());
            return Observation.Of(client, request, HttpCompletionOption.ResponseContentRead, sync, ReadMode.String);
        }

        (await See(_tracked)).Should().Be(await See(_bare)).And.Contain("threw");
        _recorder.Records.Should().ContainSingle().Which.Outcome.Should().Be(UsageOutcome.Failed);
    }

    private HttpRequestMessage Request(string what, Version? version = null) =>
        new(
            HttpMethod.Post,
            new Uri(_server.AddressFor(version ?? HttpVersion.Version11), $"/{what}/api/v1/chat/completions")
        )
        {
            Version = version ?? HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(Question, Encoding.UTF8, "application/json"),
        };

    private sealed class BrokenStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("The disk is gone.");

        public override int Read(Span<byte> buffer) => throw new IOException("The disk is gone.");

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => throw new IOException("The disk is gone.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The disk is gone.");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("The disk is gone.");

        public override void CopyTo(Stream destination, int bufferSize) => throw new IOException("The disk is gone.");
    }
}
