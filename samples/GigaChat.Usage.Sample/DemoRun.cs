using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Sample;

/// <summary>A month of traffic to a server on this machine, and the report.</summary>
internal static class DemoRun
{
    private const int Seed = 2_026;
    private const int LastVisits = 12;

    public static async Task<int> RunAsync(SampleOptions options)
    {
        var clock = new DemoClock();
        await using var server = await LocalServer.StartAsync();
        using var host = await SampleHost.StartAsync(options, server.V1BaseAddress, (services, _) =>
        {
            services.AddSingleton<TimeProvider>(clock);
            DemoMoney.Add(services, clock.GetUtcNow());
        });
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var terminal = new Terminal();
        var reader = host.Services.GetRequiredService<IUsageReader>();
        var before = await RecordedTotals.ReadAsync(reader, stopping);

        var visits = new Visits(host.Services.GetRequiredService<GigaChatClient>(), server);
        var random = new Random(Seed);
        var plan = History.Plan(clock.GetUtcNow(), random);
        terminal.Note($"No GIGACHAT_CREDENTIALS: the calls go to a server on this machine, {server.BaseAddress}");
        terminal.Note(
            "The clock is turned back for each visit, so that the calls spread over the past; all else is as in your program."
        );
        await terminal.ProgressAsync($"Visits of {History.Days} days", plan.Count, async advance =>
        {
            foreach (var ago in plan)
            {
                using (clock.TurnBack(ago))
                    await visits.PlayAsync(random, stopping);
                advance();
            }
        });

        // The balance before and after some visits of now: what the provider took must be what was recorded.
        var balance = host.Services.GetRequiredService<GigaChatBalance>();
        using var http = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(GigaChatClient));
        await balance.PollAsync(http, stopping);
        // The lines of a batch contain their time in whole seconds: one of this second would count as before the snapshot.
        await Task.Delay(TimeSpan.FromMilliseconds(1_000 - clock.GetUtcNow().Millisecond), stopping);
        UsageScope? last = null;
        for (var i = 0; i < LastVisits; i++)
            last = await visits.PlayAsync(random, stopping);
        await balance.PollAsync(http, stopping);

        var cost = last!.GetCost();
        terminal.Note(
            $"The last visit cost {Format.Rubles(cost.IsComplete ? cost.Rubles : null)}: calls {last.Usage.Calls}, tokens {Format.Count(last.Usage.Tokens)}"
        );

        var recorder = host.Services.GetRequiredService<IUsageRecorder>();
        await recorder.FlushAsync(stopping);
        var report = new UsageReport(host.Services.GetRequiredService<GigaChatTokenUsage>(), terminal);
        await report.WriteAsync(stopping);
        await new MoneyReport(host.Services, terminal).WriteAsync(stopping);
        await AlertReport.WriteAsync(host.Services.GetRequiredService<GigaChatUsageAlerts>(), terminal, stopping);
        AccountingReport.Write(terminal, recorder.Counters);
        var recorded = (await RecordedTotals.ReadAsync(reader, stopping)).Since(before);
        BillReport.Write(terminal, server.Ledger, recorded);
        var health = options.Examines
            ? await DoctorReport.WriteAsync(host.Services, terminal, stopping)
            : ExitCode.Success;
        terminal.Note(
            $"The records are in {Path.GetFullPath(options.Database)}; the next run adds to them, --reset starts afresh."
        );
        await host.StopAsync(CancellationToken.None);
        return recorded.Requests == server.Ledger.Count ? health : ExitCode.Failure;
    }
}
