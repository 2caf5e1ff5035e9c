using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Sample;

/// <summary>A handful of small calls to the real API, and the report.</summary>
internal static class RealApiRun
{
    public static async Task<int> RunAsync(SampleOptions options, RealApiSettings api)
    {
        if (options.IsLoad)
            throw new SampleException(
                "--load would spend real tokens without end: unset GIGACHAT_CREDENTIALS to run it."
            );

        using var host = await SampleHost.StartAsync(options, api.BaseAddress, (services, client) =>
        {
            services.AddSingleton(api);
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton<AccessTokenSource>();
            services.AddTransient<AccessTokenHandler>();
            services
                .AddHttpClient(AccessTokenSource.HttpClientName)
                .ConfigurePrimaryHttpMessageHandler(() => TrustedRoots.CreateHandler(api.CaFile));
            client
                .ConfigurePrimaryHttpMessageHandler(() => TrustedRoots.CreateHandler(api.CaFile))
                .AddHttpMessageHandler<AccessTokenHandler>();
        });
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var terminal = new Terminal();

        terminal.Note($"Sending a few small calls to {api}.");
        await SendAsync(host.Services.GetRequiredService<GigaChatClient>(), terminal, stopping);

        var recorder = host.Services.GetRequiredService<IUsageRecorder>();
        await recorder.FlushAsync(stopping);
        await new UsageReport(host.Services.GetRequiredService<GigaChatTokenUsage>(), terminal).WriteAsync(stopping);
        AccountingReport.Write(terminal, recorder.Counters);
        var health = options.Examines
            ? await DoctorReport.WriteAsync(host.Services, terminal, stopping)
            : ExitCode.Success;
        await host.StopAsync(CancellationToken.None);
        return health;
    }

    private static async Task SendAsync(GigaChatClient client, Terminal terminal, CancellationToken cancellationToken)
    {
        using var scope = UsageScope.Begin(
            new UsageContext
            {
                UserId = "sample",
                Platform = "api",
                Topic = "Проба учёта",
            }
        );
        await TryAsync("completion", async () =>
            await client.AskAsync("GigaChat-2", "Скажи «привет».", cancellationToken)
        );
        await TryAsync("stream", async () =>
        {
            await foreach (var _ in client.StreamAsync("GigaChat-2", "Назови три цвета.", cancellationToken))
            {
                // Read to the end.
            }
        });
        await TryAsync("function call", async () =>
            await client.CallFunctionAsync("GigaChat-2", "Какая погода в Казани?", "weather", cancellationToken)
        );
        await TryAsync("embeddings", async () => await client.EmbedAsync(["Привет"], cancellationToken));

        async Task TryAsync(string name, Func<Task> call)
        {
            try
            {
                await call();
                terminal.Note($"  {name}: done");
            }
            catch (HttpRequestException error) when (error.StatusCode is { } status)
            {
                // Not every project may use every model: the report shows the refusal as a call without tokens.
                terminal.Note($"  {name}: refused with {(int)status}");
            }
            catch (HttpRequestException error)
            {
                throw new SampleException(
                    $"The API cannot be reached: {error.Message} {error.InnerException?.Message} GIGACHAT_CA_FILE may help.",
                    error
                );
            }
        }
    }
}
