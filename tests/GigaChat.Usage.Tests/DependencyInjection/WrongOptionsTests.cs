using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Tests.DependencyInjection;

/// <summary>Wrong options are an error at start that names the option and what it may be.</summary>
[TestFixture]
internal sealed class WrongOptionsTests
{
    [Test]
    public async Task A_host_does_not_start_with_an_option_out_of_its_range()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddGigaChatUsageTracking(options => options.QueueCapacity = -1);
        using var host = builder.Build();

        (await host.Invoking(it => it.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).WithMessage(
            "*QueueCapacity*-1*1*10*"
        );
    }

    [Test]
    public void An_application_without_a_host_hears_of_it_when_tracking_is_first_used()
    {
        using var services = new ServiceCollection()
            .AddGigaChatUsageTracking(options => options.BatchSize = 0)
            .Services.BuildServiceProvider();

        services
            .Invoking(it => it.GetRequiredService<IUsageRecorder>())
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*BatchSize*");
    }

    [Test]
    public void An_unknown_key_of_configuration_is_named()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["GigaChatUsage:Platform"] = "web",
                    ["GigaChatUsage:QueueCapacty"] = "5",
                }
            )
            .Build();
        using var services = new ServiceCollection()
            .AddGigaChatUsageTracking(configuration.GetSection("GigaChatUsage"))
            .Services.BuildServiceProvider();

        services
            .Invoking(it => it.GetRequiredService<IUsageRecorder>())
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*QueueCapacty*QueueCapacity*");
    }

    [Test]
    public void Configuration_sets_options()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["U:Platform"] = "web",
                    ["U:Hosts:0"] = "llm.corp.example",
                    ["U:BatchDelay"] = "00:00:01",
                    ["U:TrackAllClients"] = "false",
                }
            )
            .Build();
        using var services = new ServiceCollection()
            .AddGigaChatUsageTracking(configuration.GetSection("U"))
            .Services.BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<GigaChatUsageOptions>>().Value;
        (options.Platform, options.BatchDelay, options.TrackAllClients)
            .Should()
            .Be(("web", TimeSpan.FromSeconds(1), false));
        options.Hosts.Should().Equal("gigachat.devices.sberbank.ru", "api.giga.chat", "llm.corp.example");
    }
}
