using System.Net;
using System.Text;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Tests.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Doctor;

/// <summary>An application that is well, but for what its test spoils: one client of GigaChat's over a wire without a
/// network, a store, and a clock that stands still.</summary>
internal sealed class Patient : IAsyncDisposable
{
    public const string Client = "chat";

    public const string Good =
        """{"choices":[{"message":{"content":"Восемь.","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":17,"completion_tokens":9,"total_tokens":26,"precached_prompt_tokens":2}}""";

    private const string Question =
        """{"model":"GigaChat-2","messages":[{"role":"user","content":"Сколько ног у паука?"}]}""";

    private readonly ServiceProvider _services;

    public Patient(
        Action<GigaChatUsageOptions>? options = null,
        Action<IHttpClientBuilder>? client = null,
        Action<IGigaChatUsageBuilder>? tracking = null,
        Func<PatientStore, IUsageStore>? store = null,
        string address = "https://api.giga.chat/v1/"
    )
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new TimeLimitClock(Clock, () => Processor));
        var builder = services.AddGigaChatUsageTracking(choices =>
        {
            choices.BatchDelay = TimeSpan.Zero;
            choices.ShutdownTimeout = TimeSpan.Zero;
            options?.Invoke(choices);
        });
        builder.UseStore(_ => store?.Invoke(Store) ?? Store);
        var named = services.AddHttpClient(Client, http => http.BaseAddress = new Uri(address));
        named.ConfigurePrimaryHttpMessageHandler(() => new Wire(this));
        client?.Invoke(named);
        tracking?.Invoke(builder);
        _services = services.BuildServiceProvider();
    }

    /// <summary>Noon in Moscow.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));

    /// <summary>The processor time of the process: none, as while it waits.</summary>
    public TimeSpan Processor { get; set; }

    public PatientStore Store { get; } = new();

    public IServiceProvider Services => _services;

    public UsageRecorder Recorder => _services.GetRequiredService<UsageRecorder>();

    /// <summary>What the API answers.</summary>
    public string Answer { get; set; } = Good;

    /// <summary>The API's clock less the patient's.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>Makes calls and waits until their records are stored.</summary>
    public async Task CallAsync(int times = 1)
    {
        await SendAsync(times);
        await Recorder.FlushAsync().Soon();
    }

    public async Task SendAsync(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            using var http = _services.GetRequiredService<IHttpClientFactory>().CreateClient(Client);
            using var response = await http.PostAsync(
                new Uri("chat/completions", UriKind.Relative),
                new StringContent(Question, Encoding.UTF8, "application/json")
            );
            await response.Content.ReadAsStringAsync();
        }
    }

    public Task<UsageDiagnosis> ExamineAsync(CancellationToken cancellationToken = default) =>
        _services.GetRequiredService<GigaChatUsageDoctor>().ExamineAsync(cancellationToken);

    /// <summary>Examines, and expects one finding.</summary>
    public async Task<UsageFinding> FindingAsync(string code)
    {
        var findings = (await ExamineAsync().Soon()).Findings;
        findings
            .Select(static finding => finding.Code)
            .Should()
            .Equal([code], string.Join(" ", findings.Select(static finding => finding.Seen)));
        findings[0].Seen.Should().EndWith(".");
        findings[0].Advice.Should().EndWith(".");
        $"{findings[0]}{string.Join(" ", findings[0].Figures)}"
            .Should()
            .NotContain("hunter2")
            .And.NotContain("secret-host");
        return findings[0];
    }

    public async ValueTask DisposeAsync()
    {
        Store.OnWrite = static () => Task.CompletedTask;
        await _services.DisposeAsync();
    }

    private sealed class Wire(Patient patient) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new StringContent(patient.Answer, Encoding.UTF8, "application/json"),
            };
            response.Headers.Date = patient.Clock.GetUtcNow() + patient.ClockOffset;
            return Task.FromResult(response);
        }
    }
}
