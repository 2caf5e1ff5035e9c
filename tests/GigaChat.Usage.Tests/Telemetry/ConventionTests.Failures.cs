using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace GigaChat.Usage.Tests.Telemetry;

/// <content>Answers that fail, are cut or have no usage.</content>
internal sealed partial class ConventionTests
{
    private const string WithoutUsage =
        """{"choices":[{"message":{"content":"Да","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2"}""";

    [TestCase(404)]
    [TestCase(429)]
    [TestCase(503)]
    public async Task An_error_answer(int status)
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe.Server.Enqueue(GigaChatAnswer.Error(status));

        await probe.ReadAsync();

        probe.Span.Status.Should().Be(ActivityStatusCode.Error);
        probe.Span.TagObjects.Should().BeEquivalentTo(Common(probe, ("error.type", $"{status}")));
        var duration = Single(probe, "gen_ai.client.operation.duration", "s", MetricType.Histogram);
        TelemetryProbe.Tags(duration).Should().BeEquivalentTo(Common(probe, ("error.type", $"{status}")));
        probe.Metric("gen_ai.client.token.usage").Should().BeNull();
        probe.Metric("gigachat.usage.cost").Should().BeNull();
    }

    [Test]
    public async Task Answers_that_fail_otherwise_name_the_kind_of_the_failure()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe
            .Server.Enqueue(GigaChatAnswer.Disconnect)
            .Enqueue(GigaChatAnswer.Html())
            .Enqueue(
                GigaChatAnswer.Events(
                    """{"choices":[{"delta":{"content":"Да"},"index":0}],"model":"GigaChat-2:2.0.28.2"}"""
                )
            );

        await probe.Invoking(it => it.ReadAsync()).Should().ThrowAsync<HttpRequestException>();
        await probe.ReadAsync();
        await probe.ReadAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await probe
            .Invoking(it => it.AskAsync(cancellationToken: cancelled.Token))
            .Should()
            .ThrowAsync<OperationCanceledException>();

        probe
            .Spans.Select(static span => (string?)span.GetTagItem("error.type"))
            .Should()
            .StartWith(["System.Net.Http.HttpRequestException", "unreadable", "incomplete_answer"]);
        probe
            .Spans.Should()
            .OnlyContain(static span => span.Status == ActivityStatusCode.Error && span.StatusDescription == null);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_aborted_stream_is_told_with_its_estimate_only_on_demand(bool withEstimates)
    {
        await using var probe = await TelemetryProbe.StartAsync(configure: options =>
            options.MeterEstimates = withEstimates
        );
        var gate = new TaskCompletionSource();
        probe.Server.Enqueue(
            GigaChatAnswer.Events(
                Enumerable.Repeat(
                    """{"choices":[{"delta":{"content":"слово "},"index":0}],"model":"GigaChat-2:2.0.28.2"}""",
                    5
                )
            ) with
            {
                BeforeChunk = (index, token) => index < 1 ? Task.CompletedTask : gate.Task.WaitAsync(token),
            }
        );

        using (var response = await probe.AskAsync())
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            await reader.ReadLineAsync();
            probe.Spans.Should().BeEmpty();
        }

        gate.SetResult();
        var record = await probe.RecordAsync();
        (record.Outcome, record.Source).Should().Be((UsageOutcome.Aborted, UsageSource.Estimated));
        (string, object?)[] estimate =
        [
            ("gen_ai.usage.input_tokens", record.PromptTokens),
            ("gen_ai.usage.output_tokens", record.CompletionTokens),
            ("gigachat.usage.source", "estimated"),
        ];
        probe.Span.Status.Should().Be(ActivityStatusCode.Unset, "a caller who has read enough is no error");
        probe
            .Span.TagObjects.Should()
            .BeEquivalentTo(
                Common(probe, [("gen_ai.response.model", "GigaChat-2:2.0.28.2"), .. withEstimates ? estimate : []])
            );
        Single(probe, "gen_ai.client.operation.time_to_first_chunk", "s", MetricType.Histogram)
            .GetHistogramCount()
            .Should()
            .Be(1);
        AssertEstimates(probe, record, withEstimates);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_answer_without_usage_is_told_with_its_estimate_only_on_demand(bool withEstimates)
    {
        await using var probe = await TelemetryProbe.StartAsync(configure: options =>
            options.MeterEstimates = withEstimates
        );
        probe.Server.Enqueue(GigaChatAnswer.Json(WithoutUsage));

        await probe.ReadAsync();

        var record = await probe.RecordAsync();
        record.Source.Should().Be(UsageSource.Estimated);
        probe.Span.GetTagItem("gen_ai.usage.input_tokens").Should().Be(withEstimates ? record.PromptTokens : null);
        probe.Span.GetTagItem("gigachat.usage.source").Should().Be(withEstimates ? "estimated" : null);
        AssertEstimates(probe, record, withEstimates);
    }

    private static void AssertEstimates(TelemetryProbe probe, UsageRecord record, bool withEstimates)
    {
        Tokens(probe)
            .Should()
            .BeEquivalentTo(
                withEstimates
                    ? new Dictionary<string, double>
                    {
                        ["input"] = record.PromptTokens!.Value,
                        ["output"] = record.CompletionTokens!.Value,
                    }
                    : []
            );
        (probe.Metric("gigachat.usage.cost") is not null).Should().Be(withEstimates);
        if (withEstimates)
        {
            probe
                .Metric("gen_ai.client.token.usage")!
                .Value.Points.Concat(probe.Metric("gigachat.usage.cost")!.Value.Points)
                .Should()
                .OnlyContain(point => Equals(TelemetryProbe.Tags(point)["gigachat.usage.source"], "estimated"));
        }
    }
}
