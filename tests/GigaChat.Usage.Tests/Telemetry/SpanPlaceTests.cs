using System.Diagnostics;
using System.Net.Http.Json;

namespace GigaChat.Usage.Tests.Telemetry;

/// <summary>Where the span of a call stands among others, and that the caller's own span stays current.</summary>
[TestFixture]
internal sealed class SpanPlaceTests
{
    private static readonly Uri Completions = new("chat/completions", UriKind.Relative);

    [Test]
    public async Task The_span_is_the_callers_child_and_the_parent_of_HTTP()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        using var caller = TelemetryProbe.CallerSource.StartActivity()!;

        await probe.ReadAsync();

        probe.Span.ParentSpanId.Should().Be(caller.SpanId);
        probe.HttpSpans.Should().ContainSingle().Which.ParentSpanId.Should().Be(probe.Span.SpanId);
    }

    [Test]
    public async Task What_is_current_for_the_caller_stays_so_however_the_answer_is_read([Values] bool hasCaller)
    {
        await using var probe = await TelemetryProbe.StartAsync();
        using var caller = hasCaller ? TelemetryProbe.CallerSource.StartActivity()! : null;

        using var response = await probe.AskAsync();
        Activity.Current.Should().BeSameAs(caller);
        await response.Content.ReadAsStringAsync();
        Activity.Current.Should().BeSameAs(caller);
        using var other = Send(probe);
        Activity.Current.Should().BeSameAs(caller, "the answer to a synchronous call has not been read");
        Drain(other);
        Activity.Current.Should().BeSameAs(caller);

        probe
            .Spans.Should()
            .HaveCount(2)
            .And.OnlyContain(span => span.ParentSpanId == (caller == null ? default : caller.SpanId));
        probe
            .HttpSpans.Should()
            .HaveCount(2)
            .And.OnlyContain(http => probe.Spans.Any(span => span.SpanId == http.ParentSpanId));
    }

    [Test]
    public async Task A_span_that_the_caller_opened_in_between_stays_current()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        var response = Send(probe);
        using var reading = TelemetryProbe.CallerSource.StartActivity("reading")!;

        Drain(response);
        probe.Spans.Should().ContainSingle();

        Activity.Current.Should().BeSameAs(reading);
        response.Dispose();
        Activity.Current.Should().BeSameAs(reading);
    }

    [Test]
    public async Task A_span_that_has_ended_stays_current_where_it_was()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        // Work that goes on after its request has been answered.
        var gate = new TaskCompletionSource();
        using var caller = TelemetryProbe.CallerSource.StartActivity()!;
        var work = Task.Run(async () =>
        {
            await gate.Task;
            var response = Send(probe);
            var afterSending = Activity.Current;
            Drain(response);
            return (afterSending, Activity.Current);
        });
        caller.Stop();
        gate.SetResult();
        var (sent, read) = await work;

        sent.Should().BeSameAs(caller);
        read.Should().BeSameAs(caller);
        probe.Span.ParentSpanId.Should().Be(caller.SpanId);
    }

    [Test]
    public async Task A_failed_call_leaves_the_callers_span_current([Values] bool synchronous)
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe.Server.Enqueue(GigaChatAnswer.Disconnect);
        using var caller = TelemetryProbe.CallerSource.StartActivity()!;

        if (synchronous)
            FluentActions.Invoking(() => Send(probe)).Should().Throw<HttpRequestException>();
        else
            await probe.Invoking(it => it.AskAsync()).Should().ThrowAsync<HttpRequestException>();

        Activity.Current.Should().BeSameAs(caller);
        probe.Span.ParentSpanId.Should().Be(caller.SpanId);
    }

    [Test]
    public async Task A_local_call_whose_model_is_not_GigaChats_leaves_no_span_and_no_gap([Values] bool isBodyKnown)
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe.Server.Enqueue(
            GigaChatAnswer.Json(
                """{"model":"llama3","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"""
            )
        );
        using var caller = TelemetryProbe.CallerSource.StartActivity()!;

        await probe.ReadAsync(
            isBodyKnown ? TelemetryProbe.Body("llama3") : JsonContent.Create(new { model = "llama3" })
        );

        probe.Spans.Should().BeEmpty();
        probe.HttpSpans.Should().ContainSingle().Which.ParentSpanId.Should().Be(caller.SpanId);
        probe.Metric("gen_ai.client.operation.duration").Should().BeNull();
    }

    [Test]
    public async Task A_local_call_whose_model_is_seen_only_on_the_way_has_its_span_all_the_same(
        [Values] bool hasCaller
    )
    {
        await using var probe = await TelemetryProbe.StartAsync();
        var caller = hasCaller ? TelemetryProbe.CallerSource.StartActivity()! : null;
        using var response = await probe.AskAsync(
            JsonContent.Create(
                new { model = "GigaChat-2", messages = new[] { new { role = "user", content = "Привет" } } }
            )
        );
        using var other = TelemetryProbe.CallerSource.StartActivity("other")!;

        await response.Content.ReadAsStringAsync();

        Activity.Current.Should().BeSameAs(other);
        var record = await probe.RecordAsync();
        (probe.Span.ParentSpanId, probe.Span.DisplayName).Should().Be((caller?.SpanId ?? default, "chat GigaChat-2"));
        (probe.Span.StartTimeUtc, probe.Span.Duration).Should().Be((record.CreatedAt.UtcDateTime, record.Duration));
        caller?.Dispose();
    }

    private static void Drain(HttpResponseMessage response)
    {
        using var stream = response.Content.ReadAsStream();
        stream.CopyTo(Stream.Null);
    }

    private static HttpResponseMessage Send(TelemetryProbe probe)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Completions) { Content = TelemetryProbe.Body() };
        return probe.Bare.Send(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
