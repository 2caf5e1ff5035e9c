using BenchmarkDotNet.Running;
using GigaChat.Usage.Benchmarks;
using GigaChat.Usage.Benchmarks.Load;

switch (args)
{
    case ["scanner"]:
        ScannerLoad.Run(Console.Out);
        return 0;
    case ["--smoke"]:
        await SmokeRun.RunAllAsync(Console.Out);
        return 0;
    default:
        var summaries = BenchmarkRunner.Run(BenchmarkTypes.All, new MeasuredRun(), args);
        return summaries.All(summary => summary.Succeeded()) ? 0 : 1;
}
