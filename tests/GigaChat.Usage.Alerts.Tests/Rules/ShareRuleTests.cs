using System.Net;
using System.Text;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>The rules about failures, estimates, the contract of the API and rejected records.</summary>
[TestFixture]
internal sealed class ShareRuleTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [TestCase(UsageOutcome.Failed, "27% of the requests failed", UsageAlertSeverity.Critical)]
    [TestCase(UsageOutcome.Blocked, "27% of the requests were blocked", UsageAlertSeverity.Warning)]
    public async Task Too_many_failed_or_blocked_requests_alert_and_resolve(
        UsageOutcome outcome,
        string title,
        UsageAlertSeverity severity
    )
    {
        await using var host = Host(new FailureRateAlertRule());
        await WriteAsync(host, 14);
        await WriteAsync(host, 5, record => record with { Outcome = outcome });
        (await host.AfterAsync(Minute)).Should().BeEmpty("19 requests are too few");
        await WriteAsync(host, 2);
        (await host.AfterAsync(Minute)).Should().BeEmpty("5 of 21 are below a quarter");
        await WriteAsync(host, 1, record => record with { Outcome = outcome });

        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().Be(title);
        alert.English.Body.Should().EndWith("6 of 22.");
        alert.Severity.Should().Be(severity);
        alert.Records!.Outcome.Should().Be(outcome);
        (await host.AfterAsync(Minute)).Should().BeEmpty();
        host.Time.Advance(TimeSpan.FromHours(1));
        await WriteAsync(host, 20);
        for (var ten = 0; ten < 4; ten++)
            await host.AfterAsync(10 * Minute);
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task Too_many_estimated_tokens_alert_and_resolve()
    {
        await using var host = Host(new EstimateShareAlertRule());
        await WriteAsync(host, 34);
        await WriteAsync(host, 15, Estimated);
        (await host.AfterAsync(Minute)).Should().BeEmpty("49 requests are too few");
        await WriteAsync(host, 1);
        (await host.AfterAsync(Minute))
            .Should()
            .ContainSingle("15 of 50 are 30 %")
            .Which.English.Title.Should()
            .Be("30% of the tokens are estimates");
        var alert = host.Sink.Received.Should().ContainSingle().Subject.Alerts[0];
        alert.English.Body.Should().Contain("15,000\u00A0tokens of 50,000 are estimated");
        alert.Records!.Source.Should().Be(UsageSource.Estimated);
        (await host.AfterAsync(Minute)).Should().BeEmpty();

        host.Time.Advance(TimeSpan.FromHours(1));
        await WriteAsync(host, 50);
        for (var ten = 0; ten < 7; ten++)
            await host.AfterAsync(10 * Minute);
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");

        await using var fewer = Host(new EstimateShareAlertRule());
        await WriteAsync(fewer, 36);
        await WriteAsync(fewer, 15, Estimated);
        (await fewer.AfterAsync(Minute)).Should().BeEmpty("15 of 51 are 29 %");

        static UsageRecord Estimated(UsageRecord record) => record with { Source = UsageSource.Estimated };
    }

    [TestCase(
        "\"usage\":{\"audio_tokens\":3,",
        "The API reports unknown fields of usage, which are not counted",
        "audio_tokens"
    )]
    [TestCase(
        "\"usage\":{\"total_tokens\":99,",
        "The API reports totals that are not prompt plus completion",
        "1\u00A0response"
    )]
    public async Task A_change_of_the_contract_alerts_once_and_resolves_an_hour_after_the_last(
        string usage,
        string title,
        string cause
    )
    {
        var answer = Answer;
        await using var host = new AlertHost(
            static alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(new WireContractAlertRule());
            },
            builder =>
                builder
                    .Services.AddHttpClient("chat", static http =>
                        http.BaseAddress = new Uri("https://api.giga.chat/v1/")
                    )
                    .ConfigurePrimaryHttpMessageHandler(() => new Api(() => answer))
        );
        await CallAsync(host);
        (await host.AfterAsync(Minute)).Should().BeEmpty();
        answer = usage.Contains("total", StringComparison.Ordinal)
            ? Answer.Replace("\"total_tokens\":26", "\"total_tokens\":99", StringComparison.Ordinal)
            : Answer.Replace("\"usage\":{", usage, StringComparison.Ordinal);
        await CallAsync(host);

        var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
        alert.English.Title.Should().Be(title);
        alert.English.Body.Should().Contain(cause);
        for (var half = 0; half < 2; half++)
            (await host.AfterAsync(30 * Minute)).Should().BeEmpty();
        host.Sink.Kinds.Should().Equal("Opened");
        for (var minute = 0; minute < 6; minute++)
            await host.AfterAsync(Minute);
        host.Sink.Kinds.Should().Equal("Opened", "Resolved");
    }

    [Test]
    public async Task A_rejected_record_alerts_until_it_is_replayed_or_deleted()
    {
        var folder = Directory.CreateTempSubdirectory("gigachat-usage-alerts-");
        try
        {
            await using var host = new AlertHost(
                static alerts =>
                {
                    alerts.Rules.Clear();
                    alerts.Rules.Add(new RecorderAlertRule());
                },
                builder =>
                {
                    builder.UseStore(static _ => new RejectingStore());
                    builder.Services.Configure<GigaChatUsageOptions>(options =>
                        (options.JournalDirectory, options.BatchDelay) = (folder.FullName, TimeSpan.Zero)
                    );
                }
            );
            var recorder = host.Get<IUsageRecorder>();
            (await host.AfterAsync(Minute)).Should().BeEmpty();
            recorder.TryRecord(host.Call());
            await recorder.FlushAsync();

            var alert = (await host.AfterAsync(Minute)).Should().ContainSingle().Subject;
            (alert.Key, alert.English.Title).Should().Be(("dead-letters", "The store rejected 1\u00A0record"));
            (await host.AfterAsync(Minute)).Should().BeEmpty();
            await host.Get<UsageDeadLetters>().DeleteAsync();
            for (var minute = 0; minute < 6; minute++)
                await host.AfterAsync(Minute);
            host.Sink.Kinds.Should().Equal("Opened", "Resolved");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private const string Answer =
        """{"choices":[{"message":{"content":"Да.","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2","usage":{"prompt_tokens":17,"completion_tokens":9,"total_tokens":26}}""";

    private static async Task CallAsync(AlertHost host)
    {
        using var http = host.Get<IHttpClientFactory>().CreateClient("chat");
        using var question = new StringContent(
            """{"model":"GigaChat-2","messages":[{"role":"user","content":"Да?"}]}""",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await http.PostAsync(new Uri("chat/completions", UriKind.Relative), question);
        await response.Content.ReadAsStringAsync();
    }

    private static Task WriteAsync(AlertHost host, int count, Func<UsageRecord, UsageRecord>? change = null) =>
        host.WriteAsync([
            .. Enumerable.Range(0, count).Select(_ => change is null ? host.Call() : change(host.Call())),
        ]);

    private static AlertHost Host(UsageAlertRule rule) =>
        new(alerts =>
        {
            alerts.Rules.Clear();
            alerts.Rules.Add(rule);
        });

    private sealed class Api(Func<string> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK)
                {
                    RequestMessage = request,
                    Content = new StringContent(answer(), Encoding.UTF8, "application/json"),
                }
            );
    }

    private sealed class RejectingStore : IUsageStore, IUsageReader
    {
        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
            Task.FromException(new UsageDataException("no such column"));

        public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
            UsageFilter filter,
            UsageGrouping groupBy,
            CancellationToken cancellationToken = default
        ) => Task.FromResult<IReadOnlyList<UsageGroup>>([]);

        public Task<UsagePageResult> ListAsync(
            UsageFilter filter,
            UsagePage page,
            CancellationToken cancellationToken = default
        ) => Task.FromException<UsagePageResult>(new NotSupportedException());

        public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
            Task.FromResult<UsageRecord?>(null);
    }
}
