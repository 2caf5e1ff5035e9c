using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace GigaChat.Usage.Tests.Doctor;

/// <summary>What the doctor sees of how clients are built.</summary>
[TestFixture]
internal sealed class ClientFindingTests
{
    [Test]
    public async Task A_retry_outside_the_tracking_and_handlers_outside_it_are_well()
    {
        await using var patient = new Patient(client: static client =>
        {
            AddRetry(client);
            client.AddHttpMessageHandler(static () => new HeaderHandler());
            client.AddAsKeyed();
        });
        await patient.CallAsync();
        (await patient.ExamineAsync()).Findings.Should().BeEmpty();
    }

    [Test]
    [Property("Lesson", "L8")]
    public async Task A_retry_inside_the_tracking_is_found()
    {
        await using var patient = new Patient(client: static client =>
            AddRetry(client.AddHttpMessageHandler<GigaChatUsageHandler>())
        );
        await patient.CallAsync();

        var finding = await patient.FindingAsync(UsageFindingCode.RetryInside);
        finding.Severity.Should().Be(UsageFindingSeverity.Warning);
        finding.Seen.Should().Contain("\"chat\"").And.Contain("ResilienceHandler");
        finding
            .Figures.Should()
            .Equal(new Dictionary<string, object> { ["client"] = "chat", ["handler"] = "ResilienceHandler" });
    }

    [Test]
    public async Task A_retry_within_the_primary_handler_is_found()
    {
        await using var patient = new Patient(client: static client =>
            client.ConfigurePrimaryHttpMessageHandler(static () =>
                new AgainHandler { InnerHandler = new SocketsHttpHandler() }
            )
        );
        await patient.Store.AppendAsync([Old(patient)], default);

        (await patient.FindingAsync(UsageFindingCode.RetryInside))
            .Figures["handler"]
            .Should()
            .Be(nameof(AgainHandler), "the class it derives from says what it does");
    }

    [Test]
    public async Task Another_handler_inside_the_tracking_is_found()
    {
        await using var patient = new Patient(client: static client =>
            client.AddHttpMessageHandler<GigaChatUsageHandler>().AddHttpMessageHandler(static () => new HeaderHandler())
        );
        await patient.CallAsync();

        var finding = await patient.FindingAsync(UsageFindingCode.HandlerInside);
        (finding.Severity, finding.Figures["handler"])
            .Should()
            .Be((UsageFindingSeverity.Notice, nameof(HeaderHandler)));
    }

    [Test]
    public async Task A_client_of_GigaChat_without_tracking_is_found()
    {
        await using var patient = new Patient(
            static options => options.TrackAllClients = false,
            static client => client.Services.AddHttpClient("named").AddGigaChatUsageTracking()
        );
        await patient.Store.AppendAsync([Old(patient)], default);

        var finding = await patient.FindingAsync(UsageFindingCode.ClientNotTracked);
        finding
            .Figures.Should()
            .Equal(new Dictionary<string, object> { ["client"] = "chat", ["host"] = "api.giga.chat" });
        finding.Advice.Should().Contain("TrackAllClients");
    }

    [Test]
    public async Task A_gateway_that_is_none_of_the_hosts_is_found_unless_its_client_is_named([Values] bool isNamed)
    {
        await using var patient = new Patient(
            client: client =>
            {
                if (isNamed)
                    client.AddGigaChatUsageTracking();
            },
            address: "https://gigachat.corp.example/v1/"
        );
        await patient.Store.AppendAsync([Old(patient)], default);

        if (isNamed)
            (await patient.ExamineAsync()).Findings.Should().BeEmpty();
        else
            (await patient.FindingAsync(UsageFindingCode.HostNotTracked))
                .Figures["host"]
                .Should()
                .Be("gigachat.corp.example");
    }

    [Test]
    public async Task The_tracking_twice_in_one_client_is_found_and_counts_once()
    {
        await using var patient = new Patient(client: static client =>
            client.AddHttpMessageHandler<GigaChatUsageHandler>().AddHttpMessageHandler<GigaChatUsageHandler>()
        );
        await patient.CallAsync();

        (await patient.FindingAsync(UsageFindingCode.TrackedTwice)).Figures["handlers"].Should().Be(2L);
        patient.Recorder.Counters.Persisted.Should().Be(1);
    }

    [Test]
    public async Task A_client_that_cannot_be_built_is_found()
    {
        await using var patient = new Patient(client: static client =>
            client
                .Services.AddHttpClient("broken")
                .ConfigureHttpClient(static _ => throw new InvalidOperationException("hunter2"))
        );
        await patient.CallAsync();

        (await patient.FindingAsync(UsageFindingCode.ClientCannotBeBuilt))
            .Figures.Should()
            .Equal(
                new Dictionary<string, object> { ["client"] = "broken", ["error"] = nameof(InvalidOperationException) }
            );
    }

    [Test]
    public async Task The_client_without_a_name_is_looked_at_too()
    {
        await using var patient = new Patient(client: static client =>
            client
                .Services.AddHttpClient("")
                .AddHttpMessageHandler<GigaChatUsageHandler>()
                .AddHttpMessageHandler(static () => new HeaderHandler())
        );
        await patient.CallAsync();

        (await patient.FindingAsync(UsageFindingCode.HandlerInside)).Seen.Should().Contain("the client without a name");
    }

    internal static UsageRecord Old(Patient patient) =>
        new()
        {
            CreatedAt = patient.Clock.GetUtcNow().AddHours(-1),
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            TotalTokens = 10,
            Source = UsageSource.Reported,
        };

    private static void AddRetry(IHttpClientBuilder client) =>
        client.AddResilienceHandler("retry", static retry => retry.AddRetry(new HttpRetryStrategyOptions()));

    private sealed class HeaderHandler : DelegatingHandler;

    private sealed class AgainHandler : RetryHandler;

    private abstract class RetryHandler : DelegatingHandler;
}
