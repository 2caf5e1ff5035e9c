using System.Globalization;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Tests.Options;

internal sealed class GigaChatUsageOptionsBinderTests
{
    [Test]
    public void Every_option_can_be_set()
    {
        var options = Bind(
            ("Hosts:0", "gateway.example"),
            ("Resellers:llm.corp.example", "corp.example"),
            ("Resellers:polza.ai", ""),
            ("TrackLocalServers", "false"),
            ("TrackAllClients", "False"),
            ("Platform", "web"),
            ("AccessTokens", "asgiven"),
            ("FingerprintKey", "sixteen letters!"),
            ("TimeZone", "UTC"),
            ("MeterEstimates", "true"),
            ("Durability", "journaled"),
            ("JournalDirectory", "/var/lib/app/usage"),
            ("JournalMaxBytes", "5000000000"),
            ("JournalFlushToDisk", "true"),
            ("QueueCapacity", "10"),
            ("BatchSize", "20"),
            ("BatchDelay", "00:00:00.250"),
            ("WriteTimeout", "00:00:05"),
            ("RetryDelay", "0:0:1"),
            ("MaxRetryDelay", "01:00:00"),
            ("ShutdownTimeout", "00:01:00")
        );

        options
            .Should()
            .BeEquivalentTo(
                new
                {
                    Hosts = new[] { "gigachat.devices.sberbank.ru", "api.giga.chat", "gateway.example" },
                    Resellers = new Dictionary<string, string>
                    {
                        ["foundation-models.api.cloud.ru"] = "cloud.ru",
                        ["api.polza.ai"] = "polza.ai",
                        ["llm.corp.example"] = "corp.example",
                    },
                    TrackLocalServers = false,
                    TrackAllClients = false,
                    Platform = "web",
                    AccessTokens = AccessTokenStorage.AsGiven,
                    FingerprintKey = "sixteen letters!",
                    TimeZone = "UTC",
                    MeterEstimates = true,
                    Durability = UsageDurability.Journaled,
                    JournalDirectory = "/var/lib/app/usage",
                    JournalMaxBytes = 5_000_000_000,
                    JournalFlushToDisk = true,
                    QueueCapacity = 10,
                    BatchSize = 20,
                    BatchDelay = TimeSpan.FromMilliseconds(250),
                    WriteTimeout = TimeSpan.FromSeconds(5),
                    RetryDelay = TimeSpan.FromSeconds(1),
                    MaxRetryDelay = TimeSpan.FromHours(1),
                    ShutdownTimeout = TimeSpan.FromMinutes(1),
                }
            );
    }

    [Test]
    public void No_option_is_forgotten()
    {
        var message = FluentActions
            .Invoking(() => Bind(("Nonsense", "1")))
            .Should()
            .Throw<OptionsValidationException>()
            .Which.Message;

        foreach (var option in typeof(GigaChatUsageOptions).GetProperties())
            message.Should().Contain(option.Name);
    }

    [Test]
    public void Keys_are_found_whatever_their_case_and_what_has_no_key_keeps_its_default()
    {
        var options = Bind(("batchsize", "7"));

        options.Should().BeEquivalentTo(new GigaChatUsageOptions { BatchSize = 7 });
    }

    [Test]
    public void A_host_that_is_there_already_is_not_added_again() =>
        Bind(("Hosts:0", "API.giga.chat"), ("Hosts:1", "gateway.example")).Hosts.Should().HaveCount(3);

    [TestCase(
        "BatchSise",
        "7",
        "GigaChatUsage:BatchSise is not a known setting; known here are AccessTokens, BatchDelay, BatchSize, *"
    )]
    [TestCase("Recording:BatchSize", "7", "GigaChatUsage:Recording is not a known setting; *")]
    [TestCase(
        "BatchSize:Max",
        "7",
        "GigaChatUsage:BatchSize:Max is not a known setting; GigaChatUsage:BatchSize must be a single value."
    )]
    [TestCase(
        "Hosts:0:Name",
        "a.example",
        "GigaChatUsage:Hosts:0:Name is not a known setting; GigaChatUsage:Hosts:0 must be a single value."
    )]
    [TestCase("Hosts", "a.example, b.example", "GigaChatUsage:Hosts is 'a.example, b.example'; it must be a list, *")]
    [TestCase("BatchSize", "many", "GigaChatUsage:BatchSize is 'many'; it must be a whole number *")]
    [TestCase("BatchSize", "1.5", "GigaChatUsage:BatchSize is '1.5'; it must be a whole number *")]
    [TestCase("BatchSize", "99999999999", "GigaChatUsage:BatchSize is '99999999999'; it must be a whole number *")]
    [TestCase(
        "BatchDelay",
        "soon",
        "GigaChatUsage:BatchDelay is 'soon'; it must be a time as hours:minutes:seconds, *"
    )]
    [TestCase("BatchDelay", "200", "GigaChatUsage:BatchDelay is '200'; it must be a time as hours:minutes:seconds, *")]
    [TestCase("BatchDelay", "00:00:99", "GigaChatUsage:BatchDelay is '00:00:99'; it must be a time *")]
    [TestCase("TrackLocalServers", "yes", "GigaChatUsage:TrackLocalServers is 'yes'; it must be true or false.")]
    [TestCase(
        "AccessTokens",
        "Plain",
        "GigaChatUsage:AccessTokens is 'Plain'; it must be Fingerprint or FingerprintWithPrefix or AsGiven."
    )]
    [TestCase("AccessTokens", "2", "GigaChatUsage:AccessTokens is '2'; it must be Fingerprint or *")]
    public void A_key_that_is_no_option_and_a_value_that_cannot_be_read_are_errors_that_name_them(
        string key,
        string? value,
        string message
    ) =>
        FluentActions
            .Invoking(() => Bind((key, value)))
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage(message);

    [Test]
    public void All_that_is_wrong_is_told_at_once_and_no_secret_with_it()
    {
        var error = FluentActions
            .Invoking(() => Bind(("FingerprintKey:Value", "a secret"), ("BatchSize", "x"), ("Nonsense", "y")))
            .Should()
            .Throw<OptionsValidationException>()
            .Which;

        error.Failures.Should().HaveCount(3);
        error.Message.Should().NotContain("a secret");
        error.OptionsType.Should().Be<GigaChatUsageOptions>();
    }

    [Test]
    public void A_value_where_a_section_should_be_is_an_error()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("GigaChatUsage", "true")]).Build();

        FluentActions
            .Invoking(() =>
                GigaChatUsageOptionsBinder.Bind(configuration.GetSection("GigaChatUsage"), new GigaChatUsageOptions())
            )
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("GigaChatUsage is 'true'; it must be a group of settings.");
    }

    [Test]
    public void An_absent_section_an_empty_list_and_an_empty_value_change_nothing()
    {
        Bind().Should().BeEquivalentTo(new GigaChatUsageOptions());
        Bind(("Hosts", "")).Should().BeEquivalentTo(new GigaChatUsageOptions());
        Bind(("BatchSize", ""), ("BatchDelay", null)).Should().BeEquivalentTo(new GigaChatUsageOptions());
    }

    [Test]
    [SetCulture("ru-RU")]
    public void The_culture_of_the_machine_does_not_matter()
    {
        CultureInfo.CurrentCulture.Name.Should().Be("ru-RU");

        Bind(("BatchDelay", "00:00:00.5")).BatchDelay.Should().Be(TimeSpan.FromMilliseconds(500));
    }

    private static GigaChatUsageOptions Bind(params (string Key, string? Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                values.Select(it => new KeyValuePair<string, string?>("GigaChatUsage:" + it.Key, it.Value))
            )
            .Build();
        var options = new GigaChatUsageOptions();
        GigaChatUsageOptionsBinder.Bind(configuration.GetSection("GigaChatUsage"), options);
        return options;
    }
}
