using System.Threading.Channels;
using GigaChat.Usage.Estimation;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Tests.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Tests.Estimation;

/// <content>Calibration in an application.</content>
internal sealed partial class CalibratingTokenEstimatorTests
{
    [Test]
    public async Task An_application_learns_from_its_calls_publishes_the_error_and_keeps_what_it_learned()
    {
        var path = Path.Combine(
            TestContext.CurrentContext.WorkDirectory,
            $"calibration-{Guid.CreateVersion7():N}.json"
        );
        using (var host = Host(path))
        {
            using var errors = new MetricCollector<double>(
                host.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(),
                "GigaChat.Usage",
                "gigachat.usage.estimator.error"
            );
            await host.StartAsync(Patience.Token);
            using var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("g");
            for (var i = 0; i < 30; i++)
                await (
                    await client.PostAsync(
                        new Uri("https://api.giga.chat/v1/chat/completions"),
                        new StringContent(BudgetedClient.Body(10))
                    )
                ).Content.ReadAsStringAsync();

            host.Services.GetRequiredService<CalibratingTokenEstimator>()
                .Calibrations.Should()
                .ContainSingle(one => one.Kind == TokenKind.Completion)
                .Which.Should()
                .Match<TokenCalibration>(one => one.Count == 30 && one.Model == Model && one.Factor > 3);
            errors.RecordObservableInstruments();
            errors.LastMeasurement!.Value.Should().BeInRange(0, 1);
            await host.StopAsync(Patience.Token);
        }

        using var next = Host(path);
        await next.StartAsync(Patience.Token);
        next.Services.GetRequiredService<CalibratingTokenEstimator>()
            .Calibrations.Should()
            .ContainSingle(one => one.Kind == TokenKind.Completion)
            .Which.Count.Should()
            .Be(30);
        await next.StopAsync(Patience.Token);
        File.Delete(path);
    }

    /// <summary>HttpClient tells its own timeout as a cancellation that nobody asked for.</summary>
    [Test]
    public async Task A_store_that_times_out_stops_neither_the_start_nor_the_saving()
    {
        var (clock, store, estimator) = (new TestClock(), new TimedOutStore(), new CalibratingTokenEstimator());
        using var service = new TokenCalibrationService(
            estimator,
            store,
            clock,
            new BrokenLogger<TokenCalibrationService>()
        );

        await service.StartAsync(Patience.Token);
        Teach(estimator, new Random(1), 10, 1.2);
        await clock.WaitBegunAsync(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await store.Tries.Reader.ReadAsync(Patience.Token);
        }

        await service.StopAsync(Patience.Token);
        store.Tries.Reader.TryRead(out _).Should().BeTrue("the stop tries once more");
    }

    private static IHost Host(string path)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddGigaChatUsageTracking().KeepCalibration(path);
        builder.Services.AddHttpClient("g").ConfigurePrimaryHttpMessageHandler(static () => new TalkativeHandler());
        return builder.Build();
    }

    private sealed class TimedOutStore : ITokenCalibrationStore
    {
        public Channel<string> Tries { get; } = Channel.CreateUnbounded<string>();

        public Task<string?> LoadAsync(CancellationToken cancellationToken) => throw new TaskCanceledException();

        public Task SaveAsync(string json, CancellationToken cancellationToken)
        {
            Tries.Writer.TryWrite(json);
            throw new TaskCanceledException();
        }
    }

    private sealed class TalkativeHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage
                {
                    Content = new StringContent(
                        """{"choices":[{"message":{"content":"Осенью в горах темнеет рано, и путники спешат спуститься.","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":14,"completion_tokens":200,"total_tokens":214}}"""
                    ),
                }
            );
    }
}
