using GigaChat.Usage.Benchmarks.Reliability.Chaos;

namespace GigaChat.Usage.Benchmarks.Reliability;

/// <summary>Kills processes and stops stores under load, and holds what was stored against what was called.</summary>
public static class ReliabilityRun
{
    /// <summary>Runs a verb.</summary>
    /// <returns>The exit code: 0 when nothing was lost and nothing doubled.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (args[0].StartsWith("chaos", StringComparison.Ordinal))
            return await RunChaosAsync(args, output);
        if (ReliabilityOptions.Parse(args, out var problem) is not { } options)
        {
            await output.WriteLineAsync($"{problem}{Environment.NewLine}{ReliabilityOptions.Usage}");
            return 2;
        }

        return options.Verb switch
        {
            "kill" => await KillRun.RunAsync(options, output),
            "kill-calls" => await KilledProcess.CallAsync(options),
            "kill-drain" => await KilledProcess.DrainAsync(options, output),
            "full-disk" => await FullDisk.RunAsync(options, output),
            _ => await OutageRun.RunAsync(options, output),
        };
    }

    private static async Task<int> RunChaosAsync(string[] args, TextWriter output)
    {
        if (ChaosOptions.Parse(args, out var problem) is not { } options)
        {
            await output.WriteLineAsync($"{problem}{Environment.NewLine}{ChaosOptions.Usage}");
            return 2;
        }

        return options.Verb switch
        {
            "chaos" => await ChaosRun.RunAsync(options, output),
            "chaos-writer" => await ChaosWriter.CallAsync(options),
            _ => await ChaosWriter.DrainAsync(options, output),
        };
    }
}
