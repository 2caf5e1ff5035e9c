using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Sample;

/// <summary>Calls without pause until the program is stopped; then every call that the server served must have its
/// record.</summary>
internal static class LoadRun
{
    private const int Callers = 16;

    public static async Task<int> RunAsync(SampleOptions options)
    {
        await using var server = await LocalServer.StartAsync();
        using var host = await SampleHost.StartAsync(options, server.V1BaseAddress, static (_, _) => { });
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var reader = host.Services.GetRequiredService<IUsageReader>();
        var recorder = host.Services.GetRequiredService<IUsageRecorder>();
        var terminal = new Terminal();
        var before = await RecordedTotals.ReadAsync(reader, CancellationToken.None);

        terminal.Note($"Sending calls to {server.BaseAddress} from {Callers} callers; stop with Ctrl+C or SIGTERM.");
        await Task.WhenAll(
            SendAsync(host.Services, server, lifetime.ApplicationStopping),
            TellAsync(server, recorder, terminal, lifetime.ApplicationStopping)
        );

        terminal.Note("Stopped. The calls in flight have ended; writing what still waits.");
        await server.DisposeAsync();
        await host.StopAsync(CancellationToken.None);

        var recorded = (await RecordedTotals.ReadAsync(reader, CancellationToken.None)).Since(before);
        AccountingReport.Write(terminal, recorder.Counters);
        BillReport.Write(terminal, server.Ledger, recorded);
        var isLossless = recorded.Requests == server.Ledger.Count;
        terminal.Note(
            $"served {server.Ledger.Count}, recorded {recorded.Requests}: {(isLossless ? "nothing lost" : "RECORDS ARE MISSING")}"
        );
        var health = options.Examines
            ? await DoctorReport.WriteAsync(host.Services, terminal, CancellationToken.None)
            : ExitCode.Success;
        return isLossless ? health : ExitCode.Failure;
    }

    /// <summary>Ends when the last call that was begun before the stop has ended: a stop ends the traffic, not the
    /// calls.</summary>
    private static Task SendAsync(IServiceProvider services, GigaChatServer server, CancellationToken stopping)
    {
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(CallAsync, CancellationToken.None)));

        async Task CallAsync()
        {
            var visits = new Visits(services.GetRequiredService<GigaChatClient>(), server);
            while (!stopping.IsCancellationRequested)
                await visits.PlayAsync(Random.Shared, CancellationToken.None);
        }
    }

    private static async Task TellAsync(
        GigaChatServer server,
        IUsageRecorder recorder,
        Terminal terminal,
        CancellationToken stopping
    )
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                terminal.Note(
                    $"  served {Format.Count(server.Ledger.Count)}, persisted {Format.Count(recorder.Counters.Persisted)}"
                );
        }
        catch (OperationCanceledException)
        {
            // Stopped: the totals follow.
        }
    }
}
