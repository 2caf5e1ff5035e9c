using BenchmarkDotNet.Running;
using GigaChat.Usage.Benchmarks;
using GigaChat.Usage.Benchmarks.Estimates;
using GigaChat.Usage.Benchmarks.Forecast;
using GigaChat.Usage.Benchmarks.Load;
using GigaChat.Usage.Benchmarks.Reliability;
using GigaChat.Usage.Benchmarks.Store;

switch (args)
{
    case ["scanner"]:
        ScannerLoad.Run(Console.Out);
        return 0;
    case ["call", .. var only]:
        await CallLoad.RunAsync(Console.Out, only);
        return 0;
    case ["alert-call"]:
        await AlertCallLoad.RunAsync(Console.Out);
        return 0;
    case [
        "store-write"
        or "store-read"
        or "store-upgrade"
        or "store-check"
        or "store-processes"
        or "store-writer"
        or "budget-processes"
        or "budget-caller"
        or "budget-load"
        or "alert-processes"
        or "alert-worker"
        or "alert-cost",
        ..,
    ]:
        return await StoreLoad.RunAsync(args, Console.Out);
    case [
        "kill"
        or "kill-calls"
        or "kill-drain"
        or "full-disk"
        or "outage"
        or "chaos"
        or "chaos-writer"
        or "chaos-drain",
        ..,
    ]:
        return await ReliabilityRun.RunAsync(args, Console.Out);
    case ["clickhouse", ..]:
        return await ClickHouseLoad.RunAsync(args, Console.Out);
    case ["transfer", ..]:
        return await TransferLoad.RunAsync(args, Console.Out);
    case ["forecast", ..]:
        ForecastBacktest.WriteTable(Console.Out, args.ElementAtOrDefault(1));
        return 0;
    case ["estimate"]:
        EstimateTable.Write(Console.Out);
        return 0;
    case ["--smoke"]:
        await SmokeRun.RunAllAsync(Console.Out);
        return 0;
    default:
        string[] options = args.Contains("--filter") ? args : ["--filter", "*", .. args];
        var summaries = BenchmarkSwitcher
            .FromTypes(BenchmarkTypes.All)
            .Run([.. options, "--join"], new MeasuredRun(args.Contains("--job")));
        return summaries.All(summary => summary.Succeeded()) ? 0 : 1;
}
