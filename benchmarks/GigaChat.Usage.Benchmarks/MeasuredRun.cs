using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using Perfolizer.Horology;

namespace GigaChat.Usage.Benchmarks;

/// <summary>The run for kept results: every variant in one table, two processes each, so that the spread between
/// processes shows.</summary>
internal sealed class MeasuredRun : ManualConfig
{
    /// <summary>Creates the configuration.</summary>
    /// <param name="isJobGiven">Whether the command line brings a job, such as <c>--job dry</c>, to run instead of this
    /// one.</param>
    public MeasuredRun(bool isJobGiven)
    {
        if (!isJobGiven)
        {
            AddJob(
                Job.Default.WithLaunchCount(2)
                    .WithWarmupCount(6)
                    .WithIterationCount(20)
                    .WithIterationTime(TimeInterval.FromMilliseconds(200))
                    .WithArguments([new MsBuildArgument("/p:RunAnalyzers=false")])
            );
        }

        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(
            TargetMethodColumn.Method,
            CategoriesColumn.Default,
            StatisticColumn.Mean,
            StatisticColumn.StdDev,
            StatisticColumn.Median,
            StatisticColumn.P95,
            BaselineRatioColumn.RatioMean
        );
        AddColumnProvider(DefaultColumnProviders.Metrics);
        AddExporter(MarkdownExporter.GitHub);
        AddLogger(ConsoleLogger.Default);
        WithBuildTimeout(TimeSpan.FromMinutes(10));
    }
}
