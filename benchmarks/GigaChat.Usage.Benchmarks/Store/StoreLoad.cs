namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>Measures the relational stores: what writing costs beside the bare driver and EF Core, what queries cost
/// beside SQL over the records, and whether processes get in each other's way.</summary>
internal static class StoreLoad
{
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (StoreOptions.Parse(args, out var problem) is not { } options)
        {
            await output.WriteLineAsync($"{problem}{Environment.NewLine}{StoreOptions.Usage}");
            return 2;
        }

        if (args[0] == "store-writer")
            return await StoreProcesses.WriteAsync(options);
        if (args[0] == "budget-caller")
            return await BudgetProcesses.CallAsync(options);
        if (args[0] == "alert-worker")
            return await AlertProcesses.WatchAsync(options);
        await using var target = await StoreTarget.OpenAsync(options);
        switch (args[0])
        {
            case "store-write":
                await StoreWrites.RunAsync(target, options, output);
                return 0;
            case "store-read":
                await StoreReads.RunAsync(target, options, output);
                return 0;
            case "store-check":
                return await StoreCheck.RunAsync(target, output);
            case "store-upgrade":
                return await StoreUpgrade.RunAsync(target, options, output);
            case "budget-processes":
                return await BudgetProcesses.RunAsync(target, options, output);
            case "alert-processes":
                return await AlertProcesses.RunAsync(target, options, output);
            case "alert-cost":
                await AlertCost.RunAsync(target, options, output);
                return 0;
            case "budget-load":
                return await BudgetLoad.RunAsync(target, options, output);
            default:
                return await StoreProcesses.RunAsync(target, options, output);
        }
    }
}
