using BenchmarkDotNet.Reports;

namespace GigaChat.Usage.Benchmarks;

internal static class SummaryExtensions
{
    /// <summary>Whether every benchmark ran and none was refused.</summary>
    public static bool Succeeded(this Summary summary) =>
        !summary.HasCriticalValidationErrors
        && summary.Reports.Length > 0
        && summary.Reports.All(report => report.Success);
}
