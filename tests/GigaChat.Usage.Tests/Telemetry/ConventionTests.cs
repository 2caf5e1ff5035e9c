using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace GigaChat.Usage.Tests.Telemetry;

/// <summary>Names, units, buckets and attributes of what OpenTelemetry exports, over real HTTP: the conventions for
/// generative AI, version 1.41.</summary>
[TestFixture]
internal sealed partial class ConventionTests
{
    private const string Answer =
        """{"choices":[{"message":{"content":"Да","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":17,"completion_tokens":3,"total_tokens":20,"precached_prompt_tokens":37}}""";

    [Test]
    public async Task Reasoning_tokens_are_told_where_they_are_reported()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe.Server.Enqueue(
            GigaChatAnswer.Json(
                Answer.Replace(
                    "\"completion_tokens\":3",
                    "\"completion_tokens\":3,\"completion_tokens_details\":{\"reasoning_tokens\":2}",
                    StringComparison.Ordinal
                )
            )
        );

        await probe.ReadAsync();

        probe.Span.GetTagItem("gen_ai.usage.reasoning.output_tokens").Should().Be(2L);
        (await probe.RecordAsync()).ReasoningTokens.Should().Be(2);
    }

    [Test]
    public async Task Tags_are_attributes_of_spans_and_never_labels_of_metrics()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe.Server.Enqueue(GigaChatAnswer.Json(Answer));

        using (UsageScope.Begin(new UsageContext { Tags = [new("tenant", "acme"), new("feature", "chat")] }))
            await probe.ReadAsync();

        probe.Span.GetTagItem("gigachat.usage.tag.tenant").Should().Be("acme");
        probe.Span.GetTagItem("gigachat.usage.tag.feature").Should().Be("chat");
        (await probe.RecordAsync())
            .Tags.Should()
            .Equal(new UsageTags[] { [new("tenant", "acme"), new("feature", "chat")] }[0]);
        probe
            .Labels()
            .Should()
            .NotBeEmpty()
            .And.NotContain(label => label.Key.Contains("tag") || Equals(label.Value, "acme"));
    }

    [Test]
    public async Task A_JSON_answer()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe.Server.Enqueue(GigaChatAnswer.Json(Answer));

        await probe.ReadAsync();

        var span = probe.Span;
        (span.DisplayName, span.Kind, span.Status)
            .Should()
            .Be(("chat GigaChat-2", ActivityKind.Client, ActivityStatusCode.Unset));
        span.Source.TelemetrySchemaUrl.Should().Be("https://opentelemetry.io/schemas/1.41.0");
        span.TagObjects.Should()
            .BeEquivalentTo(
                Common(
                    probe,
                    ("gen_ai.response.model", "GigaChat-2:2.0.28.2"),
                    ("gen_ai.usage.input_tokens", 54L),
                    ("gen_ai.usage.output_tokens", 3L),
                    ("gen_ai.usage.cache_read.input_tokens", 37L),
                    ("gen_ai.response.finish_reasons", (string[])["stop"])
                )
            );
        var record = await probe.RecordAsync();
        span.StartTimeUtc.Should().Be(record.CreatedAt.UtcDateTime);
        span.Duration.Should().Be(record.Duration);

        var labels = Common(probe, ("gen_ai.response.model", "GigaChat-2:2.0.28.2"));
        var duration = Single(probe, "gen_ai.client.operation.duration", "s", MetricType.Histogram);
        TelemetryProbe.Tags(duration).Should().BeEquivalentTo(labels);
        TelemetryProbe.Buckets(duration).Should().Equal(SecondBuckets);
        duration.GetHistogramSum().Should().Be(record.Duration.TotalSeconds);
        var cost = Single(probe, "gigachat.usage.cost", "{RUB}", MetricType.DoubleSum);
        TelemetryProbe.Tags(cost).Should().BeEquivalentTo(labels);
        cost.GetSumDouble().Should().BeApproximately(20 * 65 / 1e6, 1e-12, "65 rubles a million billed tokens");
        Tokens(probe)
            .Should()
            .BeEquivalentTo(
                new Dictionary<string, double> { ["input"] = 17, ["output"] = 3 },
                "cached tokens are not billed"
            );
        probe.Metric("gen_ai.client.operation.time_to_first_chunk").Should().BeNull("the answer was not streamed");
    }

    [Test]
    public async Task A_stream_whose_span_ends_with_its_reading()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe.Server.Enqueue(
            GigaChatAnswer.Events(
                """{"choices":[{"delta":{"content":"Да","role":"assistant"},"index":0}],"model":"GigaChat-2:2.0.28.2"}""",
                """{"choices":[{"delta":{"content":""},"index":0,"finish_reason":"length"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""",
                "[DONE]"
            )
        );

        using var response = await probe.AskAsync();
        probe.Spans.Should().BeEmpty("the answer has not been read");
        await response.Content.ReadAsStringAsync();

        probe
            .Span.TagObjects.Should()
            .BeEquivalentTo(
                Common(
                    probe,
                    ("gen_ai.response.model", "GigaChat-2:2.0.28.2"),
                    ("gen_ai.usage.input_tokens", 5L),
                    ("gen_ai.usage.output_tokens", 7L),
                    ("gen_ai.response.finish_reasons", (string[])["length"])
                )
            );
        var first = Single(probe, "gen_ai.client.operation.time_to_first_chunk", "s", MetricType.Histogram);
        TelemetryProbe
            .Tags(first)
            .Should()
            .BeEquivalentTo(Common(probe, ("gen_ai.response.model", "GigaChat-2:2.0.28.2")));
        TelemetryProbe.Buckets(first).Should().Equal(SecondBuckets);
        first.GetHistogramSum().Should().Be((await probe.RecordAsync()).TimeToFirstToken!.Value.TotalSeconds);
        Tokens(probe).Should().BeEquivalentTo(new Dictionary<string, double> { ["input"] = 5, ["output"] = 7 });
    }

    [Test]
    public async Task Embeddings_have_no_output()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe.Server.Enqueue(
            GigaChatAnswer.Json(
                """{"object":"list","data":[{"embedding":[0.5],"index":0,"usage":{"prompt_tokens":6}},{"embedding":[0.5],"index":1,"usage":{"prompt_tokens":8}}],"model":"Embeddings"}"""
            )
        );

        using var content = new StringContent(
            """{"model":"Embeddings","input":["раз","два"]}""",
            Encoding.UTF8,
            "application/json"
        );
        await probe.ReadAsync(content, "embeddings");

        probe.Span.DisplayName.Should().Be("embeddings Embeddings");
        probe
            .Span.TagObjects.Should()
            .BeEquivalentTo(
                Common(
                    probe,
                    "embeddings",
                    "Embeddings",
                    ("gen_ai.response.model", "Embeddings"),
                    ("gen_ai.usage.input_tokens", 14L)
                )
            );
        Tokens(probe).Should().BeEquivalentTo(new Dictionary<string, double> { ["input"] = 14 });
        Single(probe, "gigachat.usage.cost", "{RUB}", MetricType.DoubleSum)
            .GetSumDouble()
            .Should()
            .BeApproximately(14 * 14 / 1e6, 1e-12);
    }

    [Test]
    public async Task A_model_without_a_price_has_tokens_and_no_cost()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe.Server.Enqueue(
            GigaChatAnswer.Json(Answer.Replace("GigaChat-2:2.0.28.2", "GigaChat-9-Nano:1", StringComparison.Ordinal))
        );

        await probe.ReadAsync(TelemetryProbe.Body("GigaChat-9-Nano"));

        Tokens(probe).Should().ContainKey("input");
        probe.Metric("gigachat.usage.cost").Should().BeNull("missing is not 0");
    }

    [Test]
    public async Task Costs_are_those_of_the_registered_price_book()
    {
        var book = PriceBook.FromJson(
            """{"Name":"own","Prices":[{"Family":"GigaChat-2","RublesPerMillionTokens":1000}]}"""
        );
        await using var probe = await TelemetryProbe.StartAsync(builder => builder.UsePriceBook(book));
        probe.Server.Enqueue(GigaChatAnswer.Json(Answer));

        await probe.ReadAsync();

        Single(probe, "gigachat.usage.cost", "{RUB}", MetricType.DoubleSum)
            .GetSumDouble()
            .Should()
            .BeApproximately(0.02, 1e-12);
    }

    [Test]
    public async Task Users_tokens_topics_and_texts_are_told_to_nobody()
    {
        const string Secret = "не-для-чужих";
        await using var probe = await TelemetryProbe.StartAsync();
        using var scope = UsageScope.Begin(
            new UsageContext
            {
                UserId = Secret,
                UserName = Secret,
                Topic = Secret,
                AccessToken = Secret,
                AccessTokenType = Secret,
                GenerationId = Secret,
                SessionId = Secret,
                Platform = Secret,
            }
        );

        await probe.ReadAsync(TelemetryProbe.Body(text: Secret));

        (await probe.RecordAsync()).UserId.Should().Be(Secret);
        probe
            .Span.TagObjects.Concat(probe.Labels())
            .Select(static tag => $"{tag.Value}")
            .Should()
            .NotContain(value => value.Contains(Secret, StringComparison.Ordinal));
        probe.Span.Baggage.Should().BeEmpty();
        probe.Span.Events.Should().BeEmpty();
    }

    [Test]
    public async Task The_result_of_a_batch_is_not_told()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe.Server.Enqueue(
            GigaChatAnswer.Body(Encoding.UTF8.GetBytes($$"""{"id":"task-1","result":{{Answer}}}""" + "\n"))
        );

        await probe.Client.GetStringAsync(new Uri(probe.Client.BaseAddress!, "files/1/content"));

        (await probe.RecordAsync()).TotalTokens.Should().Be(20);
        probe.Spans.Should().BeEmpty();
        probe.Metric("gen_ai.client.token.usage").Should().BeNull("the file may be read again");
    }

    [Test]
    public async Task A_handler_made_without_services_tells_its_calls_too()
    {
        await using var probe = await TelemetryProbe.StartAsync();
        probe.Server.Enqueue(GigaChatAnswer.Json(Answer));

        (await probe.Bare.PostAsync(new Uri("chat/completions", UriKind.Relative), TelemetryProbe.Body())).Dispose();

        probe.Span.DisplayName.Should().Be("chat GigaChat-2");
        Tokens(probe).Should().BeEquivalentTo(new Dictionary<string, double> { ["input"] = 17, ["output"] = 3 });
    }
}
