using GigaChat.Usage.Capture;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>A record before it is stored: on the response, and at the observers.</summary>
[TestFixture]
internal sealed class UsageObserverTests
{
    [Test]
    public async Task A_response_has_its_record_once_it_has_been_read()
    {
        var recorder = new RecordList();
        using var client = new HttpMessageInvoker(new GigaChatUsageHandler(recorder, new ScopeWire()));
        using var response = await ScopeWire.OpenAsync(client);

        response.GetGigaChatUsage().Should().BeNull("the stream has not been read");
        await response.Content.LoadIntoBufferAsync();

        response.GetGigaChatUsage().Should().BeSameAs(recorder.Records.Single());
    }

    [Test]
    public async Task A_response_that_was_disposed_early_has_a_record_with_an_estimate()
    {
        using var client = new HttpMessageInvoker(new GigaChatUsageHandler(new RecordList(), new ScopeWire()));
        var response = await ScopeWire.OpenAsync(client);
        _ = await (await response.Content.ReadAsStreamAsync()).ReadAsync(new byte[200]);

        response.Dispose();

        var record = response.GetGigaChatUsage();
        (record!.Source, record.Outcome).Should().Be((UsageSource.Estimated, UsageOutcome.Aborted));
    }

    [Test]
    public void A_response_that_is_not_tracked_has_no_record()
    {
        using var response = new HttpResponseMessage { Content = new StringContent("{}") };

        response.GetGigaChatUsage().Should().BeNull();
    }

    [Test]
    public async Task Observers_see_each_record_before_the_recorder_and_one_that_throws_affects_nothing()
    {
        var order = new List<string>();
        var seen = new Seen(order);
        var services = new ServiceCollection();
        services.AddSingleton<IUsageRecorder>(new Recorder(order));
        services
            .AddGigaChatUsageTracking()
            .AddUsageObserver<Broken>()
            .AddUsageObserver<Broken>()
            .AddUsageObserver(seen);
        services.AddHttpClient("wire").ConfigurePrimaryHttpMessageHandler(static () => new ScopeWire());
        await using var provider = services.BuildServiceProvider();
        using var client = new HttpMessageInvoker(
            provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("wire")
        );

        await ScopeWire.CallAsync(client, ScopeCase.Retried, "GigaChat-2");

        order.Should().Equal("observed", "recorded", "observed", "recorded");
        seen.Records.Select(record => (record.Attempt, record.TotalTokens)).Should().Equal((1, 0), (2, 27));
        provider.GetRequiredService<CaptureFailures>().Of(CaptureFailure.Observer).Should().Be(2, "one a record");
        CaptureFailures.NameOf(CaptureFailure.Observer).Should().Be("observer");
    }

    private sealed class Seen(List<string> order) : IUsageObserver
    {
        public List<UsageRecord> Records { get; } = [];

        public void Observe(UsageRecord record)
        {
            order.Add("observed");
            Records.Add(record);
        }
    }

    private sealed class Broken : IUsageObserver
    {
        public void Observe(UsageRecord record) => throw new FormatException();
    }

    private sealed class Recorder(List<string> order) : IUsageRecorder
    {
        public UsageRecorderCounters Counters => new();

        public bool TryRecord(UsageRecord record)
        {
            order.Add("recorded");
            return true;
        }

        public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
