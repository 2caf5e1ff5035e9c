using System.Net;
using System.Reflection;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Tests.Recording;

namespace GigaChat.Usage.Tests.Capture.Transparency;

/// <summary>
/// Sending is over with the handler when it is over without it: servers that respond before they have read the body,
/// every kind of content, and
/// callers that close their files and use their arrays again as soon as <c>SendAsync</c> has returned (L24).
/// </summary>
[TestFixture]
[Property("Lesson", "L24")]
internal sealed class RequestBodyTests
{
    private SlowReader _server = null!;

    public static IEnumerable<string> Kinds => LentContent.Kinds.Keys;

    [OneTimeSetUp]
    public async Task StartServer() => _server = await SlowReader.StartAsync();

    [OneTimeTearDown]
    public async Task StopServer() => await _server.DisposeAsync();

    [Test]
    public async Task A_body_arrives_whole_whatever_the_caller_does_with_its_parts_after_sending(
        [ValueSource(nameof(Kinds))] string kind,
        [Values] Protocol protocol,
        [Values("early", "late")] string when,
        [Values] HttpCompletionOption completion,
        [Values] bool withBudgets
    )
    {
        var recorder = new RecordList();
        using var bare = new HttpClient(Wire());
        using var tracked = new HttpClient(Tracked(recorder, withBudgets));

        var expected = await SeeAsync(bare, kind, protocol, when, completion);
        var seen = await SeeAsync(tracked, kind, protocol, when, completion);

        seen.Should().Be(expected).And.StartWith("200 ").And.NotContain("not whole");
        var record = recorder.Records.Should().ContainSingle().Subject;
        (record.TotalTokens, record.Outcome).Should().Be((5, UsageOutcome.Completed));

        // A content that may be sent beside the response may also be cut off from its record by it.
        if (when == "late" || !LentContent.IsDuplex(kind))
            record.PromptLength.Should().Be(LentContent.IsChat(kind) ? LentContent.TextLength : 0);
    }

    [Test]
    public async Task A_blocking_call_sends_the_same_body(
        [ValueSource(nameof(Kinds))] string kind,
        [Values("early", "late")] string when
    )
    {
        using var bare = new HttpClient(Wire());
        using var tracked = new HttpClient(Tracked(new RecordList(), withBudgets: false));

        var seen = await Task.Run(() =>
                SeeAsync(tracked, kind, Protocol.Http11, when, HttpCompletionOption.ResponseContentRead, sync: true)
            )
            .Soon();

        seen.Should()
            .Be(
                await Task.Run(() =>
                        SeeAsync(
                            bare,
                            kind,
                            Protocol.Http11,
                            when,
                            HttpCompletionOption.ResponseContentRead,
                            sync: true
                        )
                    )
                    .Soon()
            );
    }

    /// <summary>The server resets the stream when it has responded: the body that is not wanted any more is no
    /// error.</summary>
    [Test]
    public async Task A_body_that_HTTP2_servers_do_not_read_is_given_up_the_same(
        [ValueSource(nameof(Kinds))] string kind,
        [Values(Protocol.Http2, Protocol.Http2WithoutTls)] Protocol protocol
    )
    {
        using var bare = new HttpClient(Wire());
        using var tracked = new HttpClient(Tracked(new RecordList(), withBudgets: false));

        (await SeeAsync(tracked, kind, protocol, "unread", HttpCompletionOption.ResponseContentRead))
            .Should()
            .StartWith("200")
            .And.Be(await SeeAsync(bare, kind, protocol, "unread", HttpCompletionOption.ResponseContentRead));
    }

    /// <summary>The other way round: a content that may be sent while the response is read still may be.</summary>
    [Test]
    public async Task A_content_that_waits_for_the_response_is_not_waited_for(
        [Values(Protocol.Http2, Protocol.Http2WithoutTls)] Protocol protocol
    )
    {
        var recorder = new RecordList();
        using var tracked = new HttpClient(Tracked(recorder, withBudgets: false));
        var content = new TalkingContent();
        var name = Guid.CreateVersion7().ToString("N");

        using var response = await tracked
            .SendAsync(Request(name, "early", protocol, content), HttpCompletionOption.ResponseHeadersRead)
            .Soon();
        content.Respond();

        (await response.Content.ReadAsStringAsync().Soon()).Should().Be(SlowReader.Response);
        (await _server.ReceivedAsync(name).Soon()).Should().Be(SlowReader.HashOf(TalkingContent.Body));
        recorder.Records.Should().ContainSingle().Which.TotalTokens.Should().Be(5);
    }

    /// <summary>The runtime's own word is internal, so it is asked by reflection here and nowhere else.</summary>
    [Test]
    public void What_the_runtime_sends_to_its_end_is_told_by_type()
    {
        var allows = typeof(HttpContent).GetProperty("AllowDuplex", BindingFlags.Instance | BindingFlags.NonPublic)!;
        foreach (var (kind, make) in LentContent.Kinds)
        {
            using var content = make().Content;
            GigaChat.Usage.Capture.DuplexContent.IsAllowed(content).Should().Be((bool)allows.GetValue(content)!, kind);
        }

        // Contents that only the runtime makes: of a response, of one that was unpacked, of none.
        foreach (
            var type in typeof(HttpContent)
                .Assembly.GetTypes()
                .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(HttpContent)))
        )
        {
            var content = (HttpContent)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
            GigaChat
                .Usage.Capture.DuplexContent.IsAllowed(content)
                .Should()
                .Be((bool)allows.GetValue(content)!, type.Name);
        }
    }

    private async Task<string> SeeAsync(
        HttpClient client,
        string kind,
        Protocol protocol,
        string when,
        HttpCompletionOption completion,
        bool sync = false
    )
    {
        var name = Guid.CreateVersion7().ToString("N");
        var lent = LentContent.Kinds[kind]();
        using var request = Request(name, when, protocol, lent.Content);
        try
        {
            using var response = sync
                ? client.Send(request, completion)
                : await client.SendAsync(request, completion).Soon();
            lent.TakeBack();
            var text = await response.Content.ReadAsStringAsync().Soon();
            var received = when == "unread" ? "" : await _server.ReceivedAsync(name).Soon();
            return $"{(int)response.StatusCode} {text} {received} {ReferenceEquals(request.Content, lent.Content)}";
        }
        catch (Exception error)
        {
            return $"threw {error.GetType().Name} <- {error.InnerException?.GetType().Name}: {error.Message}";
        }
    }

    private HttpRequestMessage Request(string name, string when, Protocol protocol, HttpContent content) =>
        new(HttpMethod.Post, new Uri(_server.AddressOf(protocol), $"/{name}/{when}/api/v1/chat/completions"))
        {
            Version = protocol == Protocol.Http11 ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };

    private GigaChatUsageHandler Tracked(RecordList recorder, bool withBudgets)
    {
        var budgets = withBudgets
            ? new GigaChatBudgets(
                [new UsageBudget { Name = "all", Tokens = 1_000_000_000 }],
                new GigaChatTokenUsage(new InMemoryUsageStore())
            )
            : null;
        return new GigaChatUsageHandler(
            recorder,
            new GigaChatUsageHandlerOptions { Gates = budgets is null ? [] : [budgets] }
        )
        {
            InnerHandler = Wire(),
        };
    }

    private SocketsHttpHandler Wire() =>
        new()
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, presented, _, _) =>
                    presented!.GetCertHashString() == _server.CertificateHash,
            },
        };
}
