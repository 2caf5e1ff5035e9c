using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>A streamed answer reaches the caller as it is sent, and leaves one record however its reading
/// ends.</summary>
[TestFixture]
internal sealed class StreamingTests
{
    private GigaChatServer _server = null!;
    private RecordList _recorder = null!;
    private HttpClient _client = null!;

    [SetUp]
    public async Task Start()
    {
        _server = await GigaChatServer.StartAsync();
        _recorder = new RecordList();
        _client = new HttpClient(new GigaChatUsageHandler(_recorder, new SocketsHttpHandler()))
        {
            BaseAddress = _server.V1BaseAddress,
        };
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    [CancelAfter(30_000)]
    [Property("Lesson", "L17")]
    public async Task The_server_sends_a_chunk_only_after_the_caller_has_received_the_one_before(
        CancellationToken cancellationToken
    )
    {
        var received = Channel.CreateUnbounded<int>();
        _server.Enqueue(
            GigaChatAnswer.Events(Events(50)) with
            {
                BeforeChunk = async (index, token) =>
                {
                    if (index > 0)
                        (await received.Reader.ReadAsync(token)).Should().Be(index - 1);
                },
            }
        );

        using var response = await Ask(cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var events = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
                await received.Writer.WriteAsync(events++, cancellationToken);
        }

        events.Should().Be(51);
        _recorder.Records.Should().ContainSingle().Which.TotalTokens.Should().Be(59);
    }

    [Test]
    [Property("Lesson", "L4")]
    public async Task A_caller_who_stops_at_the_end_mark_and_disposes_nothing_leaves_a_record()
    {
        _server.Enqueue(GigaChatAnswer.Events(Events(3)));

        // Neither the reader nor the response is disposed, and the end of the stream is never asked for.
        var response = await Ask();
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        string? line;
        do line = await reader.ReadLineAsync();
        while (line != "data: [DONE]");

        var record = _recorder.Records.Should().ContainSingle().Subject;
        (record.TotalTokens, record.Source, record.Outcome)
            .Should()
            .Be((59, UsageSource.Reported, UsageOutcome.Completed));
        GC.KeepAlive(response);
    }

    [Test]
    [Property("Lesson", "L4")]
    public async Task A_stream_aborted_after_some_chunks_is_one_aborted_record_with_an_estimate(
        [Values(1, 2, 7)] int chunks,
        [Values("stream", "response", "cancel")] string how
    )
    {
        var gate = new TaskCompletionSource();
        _server.Enqueue(
            GigaChatAnswer.Events(Events(10)) with
            {
                BeforeChunk = (index, token) => index < chunks ? Task.CompletedTask : gate.Task.WaitAsync(token),
            }
        );

        using var cancel = new CancellationTokenSource();
        using var response = await Ask();
        var stream = await response.Content.ReadAsStreamAsync();
        var reader = new StreamReader(stream);
        for (var line = 0; line < (2 * chunks) - 1; line++)
            await reader.ReadLineAsync();
        switch (how)
        {
            case "stream":
                await stream.DisposeAsync();
                break;
            case "response":
                response.Dispose();
                break;
            default:
                var reading = stream.ReadAsync(new byte[10_000], cancel.Token).AsTask();
                await cancel.CancelAsync();
                await reading.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
                break;
        }

        gate.SetResult();
        var record = _recorder.Records.Should().ContainSingle().Subject;
        (record.Outcome, record.Source).Should().Be((UsageOutcome.Aborted, UsageSource.Estimated));
        record.ResponseLength.Should().Be("слово ".Length * chunks);
        record.PromptTokens.Should().BePositive();
        record.CompletionTokens.Should().BePositive();
        record.TotalTokens.Should().Be(record.PromptTokens + record.CompletionTokens);
        record.CachedPromptTokens.Should().BeNull("nobody reported it");
    }

    [Test]
    [Property("Lesson", "L4")]
    public async Task A_stream_cut_by_the_server_is_one_aborted_record_with_an_estimate()
    {
        _server.Enqueue(GigaChatAnswer.Events(Events(10)) with { CutAfterChunks = 4 });

        using var response = await Ask();
        await response
            .Invoking(answer => answer.Content.ReadAsStringAsync())
            .Should()
            .ThrowAsync<HttpRequestException>();

        var record = _recorder.Records.Should().ContainSingle().Subject;
        (record.Outcome, record.Source).Should().Be((UsageOutcome.Aborted, UsageSource.Estimated));
        record.ResponseLength.Should().Be("слово ".Length * 4);
    }

    [Test]
    [Property("Lesson", "L4")]
    public async Task An_answer_dropped_unread_and_undisposed_leaves_an_aborted_record()
    {
        _server.Enqueue(GigaChatAnswer.Events(Events(3)));
        await AskAndForget();

        for (var i = 0; i < 20 && _recorder.Records.Count == 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        var record = _recorder.Records.Should().ContainSingle().Subject;
        (record.Outcome, record.Source, record.CompletionTokens)
            .Should()
            .Be((UsageOutcome.Aborted, UsageSource.Estimated, (long?)null));
    }

    [Test]
    public async Task A_synchronous_caller_is_recorded_too()
    {
        _server.Enqueue(GigaChatAnswer.Events(Events(3)));
        using var request = Request();
        using var response = await Task.Run(() => _client.Send(request, HttpCompletionOption.ResponseHeadersRead));
        using var reader = new StreamReader(response.Content.ReadAsStream());
        string? line;
        do line = reader.ReadLine();
        while (line != "data: [DONE]");

        _recorder.Records.Should().ContainSingle().Which.TotalTokens.Should().Be(59);
    }

    [Test]
    public async Task Time_to_first_token_lies_between_sending_and_the_end()
    {
        using var streamed = await Ask();
        await streamed.Content.ReadAsStringAsync();
        using var whole = await _client.PostAsync(
            "chat/completions",
            new StringContent("""{"model":"GigaChat-2","messages":[{"role":"user","content":"Привет"}]}""")
        );

        _recorder
            .Records[0]
            .TimeToFirstToken.Should()
            .BePositive()
            .And.BeLessThanOrEqualTo(_recorder.Records[0].Duration);
        _recorder.Records[1].TimeToFirstToken.Should().BeNull("an answer in one piece has no first token");
    }

    private static IEnumerable<string> Events(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var isLast = i == count - 1;
            yield return JsonSerializer.Serialize(
                new
                {
                    choices = new[]
                    {
                        new
                        {
                            delta = new { content = "слово " },
                            index = 0,
                            finish_reason = isLast ? "stop" : null,
                        },
                    },
                    model = "GigaChat-2:2.0.28.2",
                    usage = isLast
                        ? new
                        {
                            prompt_tokens = 17,
                            completion_tokens = 42,
                            total_tokens = 59,
                            precached_prompt_tokens = 2,
                        }
                        : null,
                }
            );
        }

        yield return "[DONE]";
    }

    private static HttpRequestMessage Request() =>
        new(HttpMethod.Post, "chat/completions")
        {
            Content = new StringContent(
                """{"model":"GigaChat-2","stream":true,"messages":[{"role":"user","content":"Привет"}]}""",
                Encoding.UTF8,
                "application/json"
            ),
        };

    private Task<HttpResponseMessage> Ask(CancellationToken cancellationToken = default) =>
        _client.SendAsync(Request(), HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    private async Task AskAndForget() => _ = (await Ask()).StatusCode;
}
