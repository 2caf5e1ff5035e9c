using GigaChat.Usage.Configuration;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Tests.Options;

internal sealed class GigaChatUsageOptionsValidatorTests
{
    private static readonly TestCaseData[] Wrong =
    [
        Case(o => o.QueueCapacity = 0, "QueueCapacity is 0; it must be between 1 and 10,000,000."),
        Case(o => o.QueueCapacity = -5, "QueueCapacity is -5; it must be between 1 and 10,000,000."),
        Case(o => o.QueueCapacity = 10_000_001, "QueueCapacity is 10,000,001; it must be between 1 and 10,000,000."),
        Case(o => o.BatchSize = 0, "BatchSize is 0; it must be between 1 and 100,000."),
        Case(o => o.BatchSize = 100_001, "BatchSize is 100,001; it must be between 1 and 100,000."),
        Case(
            o => o.BatchDelay = TimeSpan.FromTicks(-1),
            "BatchDelay is -0:00:00.0000001; it must be between 0:00:00 and 0:01:00."
        ),
        Case(
            o => o.BatchDelay = TimeSpan.FromSeconds(61),
            "BatchDelay is 0:01:01; it must be between 0:00:00 and 0:01:00."
        ),
        Case(
            o => o.WriteTimeout = TimeSpan.FromMilliseconds(99),
            "WriteTimeout is 0:00:00.099; it must be between 0:00:00.1 and 0:10:00."
        ),
        Case(
            o => o.WriteTimeout = TimeSpan.FromMinutes(11),
            "WriteTimeout is 0:11:00; it must be between 0:00:00.1 and 0:10:00."
        ),
        Case(o => o.RetryDelay = TimeSpan.Zero, "RetryDelay is 0:00:00; it must be between 0:00:00.001 and 0:01:00."),
        Case(
            o => o.MaxRetryDelay = TimeSpan.FromMilliseconds(499),
            "MaxRetryDelay is 0:00:00.499; it must be between 0:00:00.5 (RetryDelay) and 1:00:00."
        ),
        Case(
            o => o.MaxRetryDelay = TimeSpan.FromHours(2),
            "MaxRetryDelay is 2:00:00; it must be between 0:00:00.5 (RetryDelay) and 1:00:00."
        ),
        Case(
            o => o.ShutdownTimeout = TimeSpan.FromTicks(-1),
            "ShutdownTimeout is -0:00:00.0000001; it must be between 0:00:00 and 0:10:00."
        ),
        Case(
            o => o.ShutdownTimeout = TimeSpan.FromMinutes(11),
            "ShutdownTimeout is 0:11:00; it must be between 0:00:00 and 0:10:00."
        ),
        Case(
            o => o.FingerprintKey = "",
            "FingerprintKey is 0 characters long; it must be null or at least 16 characters long."
        ),
        Case(
            o => o.FingerprintKey = "hunter2",
            "FingerprintKey is 7 characters long; it must be null or at least 16 characters long."
        ),
        Case(
            o => o.TimeZone = "Mars/Olympus",
            "TimeZone is 'Mars/Olympus'; it must be an IANA or Windows time zone id that this machine knows, such as Europe/Moscow or UTC."
        ),
        Case(
            o => o.TimeZone = "",
            "TimeZone is ''; it must be an IANA or Windows time zone id that this machine knows, such as Europe/Moscow or UTC."
        ),
        Case(
            o => o.AccessTokens = (AccessTokenStorage)7,
            "AccessTokens is 7; it must be one of Fingerprint, FingerprintWithPrefix, AsGiven."
        ),
        Case(o => o.Durability = (UsageDurability)7, "Durability is 7; it must be one of Buffered, Journaled."),
        Case(
            o => o.Durability = UsageDurability.Journaled,
            "JournalDirectory is null; it must be a directory on a local disk, because Durability is Journaled."
        ),
        Case(o => o.JournalDirectory = " ", "JournalDirectory is ' '; it must be null or the path of a directory."),
        Case(
            o => o.JournalMaxBytes = 1_048_575,
            "JournalMaxBytes is 1,048,575; it must be between 1,048,576 and 1,099,511,627,776."
        ),
        Case(
            o => o.JournalMaxBytes = (1L << 40) + 1,
            "JournalMaxBytes is 1,099,511,627,777; it must be between 1,048,576 and 1,099,511,627,776."
        ),
        Case(
            o => o.Hosts.Add("https://gateway.example/api"),
            "Hosts has 'https://gateway.example/api'; *write 'gateway.example'."
        ),
        Case(o => o.Hosts.Add("gateway.example:8443"), "Hosts has 'gateway.example:8443'; *write 'gateway.example'."),
        Case(
            o => o.Hosts.Add("gateway.example/api/v1"),
            "Hosts has 'gateway.example/api/v1'; *write 'gateway.example'."
        ),
        Case(o => o.Hosts.Add(" gateway.example"), "Hosts has ' gateway.example'; *write 'gateway.example'."),
        Case(o => o.Hosts.Add("[::1]:8080"), "Hosts has '[[]::1]:8080'; *write '::1'."),
        Case(o => o.Hosts.Add("[::1]"), "Hosts has '[[]::1]'; *write '::1'."),
        Case(o => o.Hosts.Add("шлюз.рф"), "Hosts has 'шлюз.рф'; *write 'xn--*'."),
        Case(o => o.Hosts.Add("*.example"), "Hosts has '[*].example'; *write a host name such as api.giga.chat."),
        Case(o => o.Hosts.Add("two words"), "Hosts has 'two words'; *write a host name such as api.giga.chat."),
        Case(o => o.Hosts.Add(""), "Hosts has an empty entry;*"),
        Case(
            o => o.Resellers["https://llm.example/v1"] = "llm.example",
            "Resellers has 'https://llm.example/v1'; *write 'llm.example'."
        ),
        Case(
            o => o.Resellers["llm.example"] = "llm",
            "Resellers['llm.example'] is 'llm'; it must be a domain of 3 to 40 characters*"
        ),
        Case(
            o => o.Resellers["llm.example"] = "llm.example/x",
            "Resellers['llm.example'] is 'llm.example/x'; it must be a domain*"
        ),
    ];

    [TestCaseSource(nameof(Wrong))]
    public void An_option_out_of_its_range_is_named_with_its_value_and_the_range(
        Action<GigaChatUsageOptions> change,
        string message
    )
    {
        var options = new GigaChatUsageOptions();
        change(options);

        var result = new GigaChatUsageOptionsValidator().Validate(null, options);

        result
            .Failures.Should()
            .ContainSingle()
            .Which.Should()
            .Match(
                "GigaChatUsageOptions."
                    + message
                        .Replace("[[]", "[", StringComparison.Ordinal)
                        .Replace("[*]", "*", StringComparison.Ordinal)
            );
    }

    private static readonly Action<GigaChatUsageOptions>[] Right =
    [
        _ => { },
        o => (o.QueueCapacity, o.BatchSize) = (1, 1),
        o => (o.QueueCapacity, o.BatchSize) = (10_000_000, 100_000),
        o =>
            (o.BatchDelay, o.WriteTimeout, o.ShutdownTimeout) = (
                TimeSpan.Zero,
                TimeSpan.FromMilliseconds(100),
                TimeSpan.Zero
            ),
        o =>
            (o.BatchDelay, o.WriteTimeout, o.ShutdownTimeout) = (
                TimeSpan.FromMinutes(1),
                TimeSpan.FromMinutes(10),
                TimeSpan.FromMinutes(10)
            ),
        o => (o.RetryDelay, o.MaxRetryDelay) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)),
        o => (o.RetryDelay, o.MaxRetryDelay) = (TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)),
        o => (o.Durability, o.JournalDirectory) = (UsageDurability.Journaled, "journal"),
        o => o.JournalDirectory = "journal",
        o => o.JournalMaxBytes = 1L << 20,
        o => o.JournalMaxBytes = 1L << 40,
        o => o.FingerprintKey = "sixteen letters!",
        o => o.TimeZone = "UTC",
        o => o.TimeZone = "Russian Standard Time",
        o => o.Hosts.Clear(),
        o => o.Hosts.Add("localhost"),
        o => o.Hosts.Add("10.0.0.7"),
        o => o.Hosts.Add("::1"),
        o => o.Hosts.Add("Gateway.Example"),
        o => o.Hosts.Add("gpt_proxy"),
        o => o.Hosts.Add("xn--g1amhg.xn--p1ai"),
    ];

    [TestCaseSource(nameof(Right))]
    public void The_ends_of_every_range_are_allowed(Action<GigaChatUsageOptions> change)
    {
        var options = new GigaChatUsageOptions();
        change(options);

        new GigaChatUsageOptionsValidator().Validate(null, options).Should().Be(ValidateOptionsResult.Success);
    }

    [Test]
    public void All_that_is_wrong_is_told_at_once_and_no_secret_with_it()
    {
        var options = new GigaChatUsageOptions
        {
            BatchSize = 0,
            QueueCapacity = 0,
            FingerprintKey = "hunter2",
        };

        var result = new GigaChatUsageOptionsValidator().Validate(null, options);

        result.Failures.Should().HaveCount(3);
        result.FailureMessage.Should().NotContain("hunter2");
    }

    [Test]
    public void A_recorder_made_by_hand_checks_its_options_too() =>
        FluentActions
            .Invoking(() =>
                new UsageRecorder(
                    new InMemoryUsageStore(),
                    new UsageRecorderOptions { Tracking = new GigaChatUsageOptions { BatchSize = 0 } }
                )
            )
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("GigaChatUsageOptions.BatchSize is 0; *");

    private static TestCaseData Case(Action<GigaChatUsageOptions> change, string message) =>
        new TestCaseData(change, message).SetArgDisplayNames(message.Split(';')[0]);
}
