using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using Perfolizer.Horology;

namespace GigaChat.Usage.Benchmarks;

/// <summary>The run whose results are kept: every variant in one table, two processes each, so that the spread between processes shows.</summary>
internal sealed class MeasuredRun : ManualConfig
{
    public MeasuredRun()
    {
        AddJob(Job.Default
            .WithLaunchCount(2)
            .WithWarmupCount(6)
            .WithIterationCount(20)
            .WithIterationTime(TimeInterval.FromMilliseconds(200))
            .AsDefault());
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(
            TargetMethodColumn.Method, CategoriesColumn.Default, StatisticColumn.Mean, StatisticColumn.StdDev, StatisticColumn.Median,
            StatisticColumn.P95, BaselineRatioColumn.RatioMean);
        AddColumnProvider(DefaultColumnProviders.Metrics);
        AddExporter(MarkdownExporter.GitHub);
        AddLogger(ConsoleLogger.Default);
        WithOptions(ConfigOptions.JoinSummary);
    }
}
