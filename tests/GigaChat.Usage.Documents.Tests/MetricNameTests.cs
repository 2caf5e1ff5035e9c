using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>The queries for Grafana ask for metrics that are there.</summary>
[TestFixture]
internal sealed partial class MetricNameTests
{
    [Test]
    public async Task Queries_name_metrics_as_Prometheus_writes_them(
        [Values("docs/recipes.md", "docs/grafana/gigachat-usage.json", "docs/alerts.md")] string file
    )
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == GigaChatUsageMeter.Name)
                known.UnionWith(Names(instrument));
        };
        listener.Start();
        await using var services = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .UseInMemory()
            .AddBudgets(
                new UsageBudget
                {
                    Name = "any",
                    Tokens = 1,
                    Action = BudgetAction.Warn,
                }
            )
            .AddAlerts()
            .Services.AddHttpClient("any")
            .ConfigurePrimaryHttpMessageHandler(static () => new NoServer())
            .Services.BuildServiceProvider();
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("any");
        using (await client.PostAsync(new Uri("https://api.giga.chat/v1/chat/completions"), new StringContent("{}")))
        {
            // The first call creates the instruments.
        }

        _ = services.GetRequiredService<GigaChatUsageAlerts>();

        var asked = Metric()
            .Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, file)))
            .Select(static match => match.Groups["name"].Value)
            .Distinct()
            .ToList();

        asked.Should().HaveCountGreaterThan(4).And.BeSubsetOf(known);
    }

    private sealed class NoServer : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(new HttpResponseMessage());
    }

    private static IEnumerable<string> Names(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        var kind = instrument.GetType().Name;
        if (kind.StartsWith("Histogram", StringComparison.Ordinal))
            return [$"{name}_bucket", $"{name}_sum", $"{name}_count"];
        return
        [
            kind.Contains("Counter", StringComparison.Ordinal) && !kind.Contains("UpDown", StringComparison.Ordinal)
                ? $"{name}_total"
                : name,
        ];
    }

    // A metric in a query: what a range, a matcher or a comparison follows.
    [GeneratedRegex(
        @"\b(?<name>(gen_ai|gigachat)_\w+)(?=[\[{]| [<>])",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1_000
    )]
    private static partial Regex Metric();
}
