using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Benchmarks.Reliability;

/// <summary>What runs in the process that is killed, and in the one that comes after it.</summary>
internal static class KilledProcess
{
    /// <summary>The line that the process writes before it calls.</summary>
    public const string Ready = "ready";

    /// <summary>The files in the folder, one a process, that list the calls that have returned, a line each.</summary>
    public const string Returned = "*.returned";

    /// <summary>Calls without end.</summary>
    public static async Task<int> CallAsync(ReliabilityOptions options)
    {
        await using var services = TrackedApplication.Build(
            options,
            options.ConnectionString!,
            options.Folder!,
            options.Server!
        );

        // What the one before left is written first, which also warms the store: a kill shall fall into its writes and
        // not before them.
        await services.GetRequiredService<IUsageRecorder>().FlushAsync();
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(TrackedApplication.Tracked);
        using var returned = File.OpenHandle(
            Path.Combine(
                options.Folder!,
                Returned.Replace("*", $"{Guid.CreateVersion7():N}", StringComparison.Ordinal)
            ),
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.Read
        );
        var gate = new Lock();
        var end = 0L;
        Console.Out.WriteLine(Ready);
        await PacedCalls.RunAsync(
            [client],
            options.Rate,
            (_, name, _) =>
            {
                // With the operating system before the caller goes on, as the record is.
                var line = Encoding.ASCII.GetBytes($"{name}\n");
                lock (gate)
                {
                    RandomAccess.Write(returned, line, end);
                    end += line.Length;
                }
            },
            CancellationToken.None
        );
        return 0;
    }

    /// <summary>Starts, writes what the killed ones left, and stops.</summary>
    public static async Task<int> DrainAsync(ReliabilityOptions options, TextWriter output)
    {
        await using var services = TrackedApplication.Build(
            options,
            options.ConnectionString!,
            options.Folder!,
            options.Server!
        );
        var recorder = services.GetRequiredService<UsageRecorder>();
        await recorder.FlushAsync();
        await output.WriteLineAsync($"{recorder.Counters.Replayed}");
        return recorder.Counters is { Failed: 0, Queued: 0, InFlight: 0 } ? 0 : 1;
    }
}
