using GigaChat.Usage.Interop.Wire;
using Grpc.Core;
using Grpc.Net.Client;

namespace GigaChat.Usage.Interop.Grpc;

/// <summary>Calls of gRPC over Grpc.Net.Client against a server's own ledger.</summary>
[TestFixture]
internal sealed class GrpcCallTests
{
    private static readonly int PromptLength = "Отвечай кратко.Сколько ног у паука?".Length;

    [Test]
    public async Task Unary_call_is_recorded_as_the_server_bills_it(
        [Values(null, "gzip")] string? compression,
        [Values] bool requestIsCompressed
    )
    {
        await using var host = await ChatHost.StartAsync(compression);
        var recorder = new RecordList();
        using var channel = host.Channel(new GigaChatUsageHandler(recorder));
        var headers = requestIsCompressed ? new Metadata { { "grpc-internal-encoding-request", "gzip" } } : null;

        var response = await new ChatService.ChatServiceClient(channel).ChatAsync(ChatHost.Request(), headers);

        response.Alternatives[0].Message.Content.Should().Be(string.Concat(ChatLedger.Words));
        var record = await recorder.NextAsync();
        Figures(record).Should().Be(Bill(host));
        (record.Model, record.ModelVersion, record.FinishReason, record.StatusCode)
            .Should()
            .Be((ChatLedger.Model, ChatLedger.Build, "stop", 200));
        (record.Outcome, record.Source, record.Operation)
            .Should()
            .Be((UsageOutcome.Completed, UsageSource.Reported, UsageOperation.TextGeneration));
        (record.PromptLength, record.ResponseLength)
            .Should()
            .Be((PromptLength, string.Concat(ChatLedger.Words).Length));
        record.TimeToFirstToken.Should().BeNull("the response is one message");
        recorder.Records.Should().BeEmpty("a call is one record");
    }

    [Test]
    public async Task Stream_is_recorded_as_the_server_bills_it([Values(null, "gzip")] string? compression)
    {
        await using var host = await ChatHost.StartAsync(compression);
        var recorder = new RecordList();
        using var channel = host.Channel(new GigaChatUsageHandler(recorder));

        using var call = new ChatService.ChatServiceClient(channel).ChatStream(ChatHost.Request());
        var pieces = new List<string>();
        await foreach (var message in call.ResponseStream.ReadAllAsync())
            pieces.Add(message.Alternatives[0].Message.Content);

        pieces.Should().Equal(ChatLedger.Words);
        call.GetStatus().StatusCode.Should().Be(StatusCode.OK);
        var record = await recorder.NextAsync();
        Figures(record).Should().Be(Bill(host));
        (record.Outcome, record.FinishReason, record.ResponseLength)
            .Should()
            .Be((UsageOutcome.Completed, "stop", string.Concat(ChatLedger.Words).Length));
        record.TimeToFirstToken.Should().BePositive().And.BeLessThanOrEqualTo(record.Duration);
        recorder.Records.Should().BeEmpty();
    }

    [Test]
    public async Task Many_calls_add_up_to_the_ledger()
    {
        await using var host = await ChatHost.StartAsync("gzip");
        var recorder = new RecordList();
        using var channel = host.Channel(new GigaChatUsageHandler(recorder));
        var client = new ChatService.ChatServiceClient(channel);

        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(async i =>
                {
                    if (i % 2 == 0)
                    {
                        await client.ChatAsync(ChatHost.Request());
                        return;
                    }

                    using var call = client.ChatStream(ChatHost.Request());
                    await foreach (var message in call.ResponseStream.ReadAllAsync())
                        message.Alternatives.Should().ContainSingle();
                })
        );

        var total = 0L;
        for (var i = 0; i < 40; i++)
            total += (await recorder.NextAsync()).TotalTokens;
        total.Should().Be(host.Ledger.Billed.Sum(static bill => (long)bill.TotalTokens));
    }

    [Test]
    public async Task Response_without_usage_is_an_estimate()
    {
        await using var host = await ChatHost.StartAsync();
        host.Ledger.ReportsUsage = false;
        var recorder = new RecordList();
        using var channel = host.Channel(new GigaChatUsageHandler(recorder));

        await new ChatService.ChatServiceClient(channel).ChatAsync(ChatHost.Request());

        var record = await recorder.NextAsync();
        (record.Source, record.Outcome).Should().Be((UsageSource.Estimated, UsageOutcome.Completed));
        record.PromptTokens.Should().BePositive();
        record.CompletionTokens.Should().BePositive();
    }

    [TestCase(StatusCode.NotFound, "NOT_FOUND", UsageOutcome.Failed)]
    [TestCase(StatusCode.ResourceExhausted, "RESOURCE_EXHAUSTED", UsageOutcome.Failed)]
    [TestCase(StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED", UsageOutcome.Aborted)]
    public async Task Error_is_recorded_with_its_status(StatusCode status, string name, UsageOutcome outcome)
    {
        await using var host = await ChatHost.StartAsync();
        host.Ledger.FailsWith = new Status(status, "нет");
        var recorder = new RecordList();
        using var channel = host.Channel(new GigaChatUsageHandler(recorder));

        var call = async () => await new ChatService.ChatServiceClient(channel).ChatAsync(ChatHost.Request());

        (await call.Should().ThrowAsync<RpcException>())
            .Which.Status.Should()
            .Match<Status>(it => it.StatusCode == status && it.Detail == "нет");
        var record = await recorder.NextAsync();
        (record.Outcome, record.FinishReason, record.Model).Should().Be((outcome, name, ChatLedger.Model));
        (record.CompletionTokens ?? 0).Should().Be(0);
    }

    [Test]
    public async Task Stream_that_fails_in_its_middle_is_recorded_as_failed()
    {
        await using var host = await ChatHost.StartAsync();
        host.Ledger.FailsWith = new Status(StatusCode.Internal, "no");
        var recorder = new RecordList();
        using var channel = host.Channel(new GigaChatUsageHandler(recorder));

        using var call = new ChatService.ChatServiceClient(channel).ChatStream(ChatHost.Request());
        (await call.ResponseStream.MoveNext(CancellationToken.None)).Should().BeTrue();
        await FluentActions
            .Awaiting(() => call.ResponseStream.MoveNext(CancellationToken.None))
            .Should()
            .ThrowAsync<RpcException>();

        var record = await recorder.NextAsync();
        (record.Outcome, record.FinishReason, record.ResponseLength)
            .Should()
            .Be((UsageOutcome.Failed, "INTERNAL", ChatLedger.Words[0].Length));
    }

    [Test]
    public async Task Stream_that_its_caller_leaves_is_aborted_and_estimated()
    {
        await using var host = await ChatHost.StartAsync();
        host.Ledger.Waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var recorder = new RecordList();
        using var channel = host.Channel(new GigaChatUsageHandler(recorder));

        using (var call = new ChatService.ChatServiceClient(channel).ChatStream(ChatHost.Request()))
            (await call.ResponseStream.MoveNext(CancellationToken.None)).Should().BeTrue();

        var record = await recorder.NextAsync();
        (record.Outcome, record.Source, record.ResponseLength)
            .Should()
            .Be((UsageOutcome.Aborted, UsageSource.Estimated, ChatLedger.Words[0].Length));
        record.PromptTokens.Should().BePositive();
    }

    [Test]
    public async Task Call_that_is_cancelled_while_it_waits_is_aborted([Values] bool byDeadline)
    {
        await using var host = await ChatHost.StartAsync();
        host.Ledger.Waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var recorder = new RecordList();
        using var channel = host.Channel(new GigaChatUsageHandler(recorder));
        using var source = new CancellationTokenSource();
        var options = byDeadline
            ? new CallOptions(deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1))
            : new CallOptions(cancellationToken: source.Token);

        var call = new ChatService.ChatServiceClient(channel).ChatAsync(ChatHost.Request(), options).ResponseAsync;
        if (!byDeadline)
        {
            await host.Ledger.Waits.Task;
            await source.CancelAsync();
        }

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<RpcException>())
            .Which.StatusCode.Should()
            .Be(byDeadline ? StatusCode.DeadlineExceeded : StatusCode.Cancelled);
        (await recorder.NextAsync()).Outcome.Should().Be(UsageOutcome.Aborted);
    }

    [Test]
    public async Task Call_that_cannot_be_sent_leaves_a_failed_record()
    {
        var recorder = new RecordList();
        using var channel = GrpcChannel.ForAddress(
            "https://gigachat.devices.sberbank.ru",
            new GrpcChannelOptions
            {
                HttpHandler = new GigaChatUsageHandler(recorder, new Unreachable()),
                DisposeHttpClient = true,
            }
        );

        var call = async () => await new ChatService.ChatServiceClient(channel).ChatAsync(ChatHost.Request());

        await call.Should().ThrowAsync<RpcException>();
        (await recorder.NextAsync()).Outcome.Should().Be(UsageOutcome.Failed);
    }

    private sealed class Unreachable : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => throw new HttpRequestException(HttpRequestError.ConnectionError);
    }

    private static (long?, long?, long) Figures(UsageRecord record) =>
        (record.PromptTokens, record.CompletionTokens, record.TotalTokens);

    private static (long?, long?, long) Bill(ChatHost host)
    {
        var bill = host.Ledger.Billed.Should().ContainSingle().Subject;
        return (bill.PromptTokens, bill.CompletionTokens, bill.TotalTokens);
    }
}
