using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace GigaChat.Usage.Tests.Telemetry;

/// <content>Attributes and metrics that the tests read.</content>
internal sealed partial class ConventionTests
{
    private static readonly double[] TokenBuckets =
    [
        1,
        4,
        16,
        64,
        256,
        1024,
        4096,
        16384,
        65536,
        262144,
        1048576,
        4194304,
        16777216,
        67108864,
        double.PositiveInfinity,
    ];

    private static readonly double[] SecondBuckets =
    [
        0.01,
        0.02,
        0.04,
        0.08,
        0.16,
        0.32,
        0.64,
        1.28,
        2.56,
        5.12,
        10.24,
        20.48,
        40.96,
        81.92,
        double.PositiveInfinity,
    ];

    private static Dictionary<string, object?> Common(TelemetryProbe probe, params (string, object?)[] more) =>
        Common(probe, "chat", "GigaChat-2", more);

    private static Dictionary<string, object?> Common(
        TelemetryProbe probe,
        string operation,
        string model,
        params (string Name, object? Value)[] more
    )
    {
        var tags = new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = operation,
            ["gen_ai.provider.name"] = "gigachat",
            ["gen_ai.request.model"] = model,
            ["server.address"] = "127.0.0.1",
            ["server.port"] = probe.Server.BaseAddress.Port,
        };
        foreach (var (name, value) in more)
            tags.Add(name, value);
        return tags;
    }

    private static MetricPoint Single(TelemetryProbe probe, string name, string unit, MetricType type)
    {
        var found = probe.Metric(name);
        found.Should().NotBeNull();
        var (metric, points) = found!.Value;
        (metric.Unit, metric.MetricType).Should().Be((unit, type));
        return points.Should().ContainSingle().Subject;
    }

    /// <summary>The tokens that were measured, by type.</summary>
    private static Dictionary<string, double> Tokens(TelemetryProbe probe)
    {
        if (probe.Metric("gen_ai.client.token.usage") is not var (metric, points))
            return [];
        (metric.Unit, metric.MetricType).Should().Be(("{token}", MetricType.Histogram));
        points.Should().OnlyContain(point => TelemetryProbe.Buckets(point).SequenceEqual(TokenBuckets));
        points
            .Should()
            .OnlyContain(point =>
                TelemetryProbe.Tags(point).ContainsKey("gen_ai.response.model")
                && !TelemetryProbe.Tags(point).ContainsKey("error.type")
            );
        return points.ToDictionary(
            static point => (string)TelemetryProbe.Tags(point)["gen_ai.token.type"]!,
            static point => point.GetHistogramSum()
        );
    }
}
