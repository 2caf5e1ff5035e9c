using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>Prices and budgets of an appsettings.json that changes while the application runs.</summary>
internal sealed class ReloadTests
{
    private const int Billed = 40;

    private string _folder = "";

    private string File => Path.Combine(_folder, "appsettings.json");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("gigachat-usage-reload").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_new_limit_applies_without_a_restart_and_to_what_is_already_used()
    {
        await using var application = new Application(File, Budgets(100_000));
        (await application.CallAsync()).Should().Be(HttpStatusCode.OK);

        application.Write(Budgets(Billed));
        (await application.CallAsync()).Should().Be(HttpStatusCode.TooManyRequests, "the limit is used up");

        application.Write(Budgets(200_000));
        (await application.CallAsync()).Should().Be(HttpStatusCode.OK);
        (await application.Budgets.GetStatusAsync()).Should().ContainSingle().Which.Used.Should().Be(2 * Billed);
        application.Budgets.Budgets.Should().ContainSingle().Which.Tokens.Should().Be(200_000);
    }

    [Test]
    public async Task A_budget_may_be_added_and_removed_while_the_application_runs()
    {
        await using var application = new Application(File, """{ "Budgets": [] }""");
        (await application.CallAsync()).Should().Be(HttpStatusCode.OK);

        application.Write(Budgets(1));
        (await application.CallAsync()).Should().Be(HttpStatusCode.TooManyRequests);

        application.Write("""{ "Budgets": [] }""");
        (await application.CallAsync()).Should().Be(HttpStatusCode.OK);
    }

    [TestCase("""{ "Budgets": [ { "Name": "all", "Tokens": -1 } ] }""", "1 to 1000000000000 tokens")]
    [TestCase("""{ "Budgets": [ { "Name": "all", "Tokns": 5 } ] }""", "Budgets:0:Tokns is not a known setting")]
    [TestCase(
        """{ "Budgets": [ { "Name": "all", "Tokens": 5 }, { "Name": "ALL", "Tokens": 5 } ] }""",
        "Two budgets have the name all"
    )]
    [TestCase("{ }", "Budgets is missing")]
    public async Task A_change_that_is_not_valid_is_logged_and_the_budgets_stay(string json, string said)
    {
        await using var application = new Application(File, Budgets(1));

        application.Write(json);

        (await application.CallAsync()).Should().Be(HttpStatusCode.TooManyRequests);
        application.Budgets.Budgets.Should().ContainSingle().Which.Tokens.Should().Be(1);
        application
            .Log.GetSnapshot()
            .Should()
            .ContainSingle(static line => line.Level == LogLevel.Error)
            .Which.Message.Should()
            .Contain(said);

        application.Write(Budgets(100_000));
        (await application.CallAsync()).Should().Be(HttpStatusCode.OK, "the next valid change applies");
    }

    [Test]
    public async Task New_prices_apply_without_a_restart_and_invalid_ones_do_not()
    {
        await using var application = new Application(File, Prices(100));
        (await application.CallAsync()).Should().Be(HttpStatusCode.OK);
        await application.Services.GetRequiredService<IUsageRecorder>().FlushAsync().Soon();
        (await application.RublesAsync()).Should().Be(100m * Billed / 1_000_000m);

        application.Write(Prices(200));
        (await application.RublesAsync()).Should().Be(200m * Billed / 1_000_000m);

        application.Write(Prices(0.2m));
        (await application.RublesAsync()).Should().Be(200m * Billed / 1_000_000m);
        application
            .Log.GetSnapshot()
            .Should()
            .ContainSingle(static line => line.Level == LogLevel.Error)
            .Which.Message.Should()
            .Contain("Prices:Prices:0");
    }

    [Test]
    public async Task A_budget_in_rubles_is_held_against_the_new_price()
    {
        const string Rubles = """ "Budgets": [ { "Name": "all", "Rubles": 1, "Action": "TooManyRequests" } ] """;
        await using var application = new Application(File, $"{{ {Rubles}, {Prices(100)[1..]}");
        (await application.CallAsync()).Should().Be(HttpStatusCode.OK);

        application.Write($"{{ {Rubles}, {Prices(100_000)[1..]}");

        (await application.CallAsync()).Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Test]
    public async Task Options_of_budgets_from_configuration_are_read_and_follow_it()
    {
        await using var application = new Application(
            File,
            """{ "Limits": { "WhenUnknown": "closed", "StoreTimeout": "00:00:01" } }"""
        );
        (application.Budgets.Options.WhenUnknown, application.Budgets.Options.StoreTimeout)
            .Should()
            .Be((BudgetFailureMode.Closed, TimeSpan.FromSeconds(1)));

        application.Write("""{ "Limits": { "StoreTimeout": "00:00:03" } }""");
        (application.Budgets.Options.WhenUnknown, application.Budgets.Options.StoreTimeout)
            .Should()
            .Be((BudgetFailureMode.Open, TimeSpan.FromSeconds(3)));

        application.Write("""{ "Limits": { "StoreTimeout": "3" } }""");
        application.Budgets.Options.StoreTimeout.Should().Be(TimeSpan.FromSeconds(3));
    }

    [TestCase("StoreTimeout", "00:02:00", "StoreTimeout is 0:02:00; it must be between 0:00:00.1 and 0:01:00.")]
    [TestCase("DefaultPromptTokens", "-1", "DefaultPromptTokens is -1; it must be between 0 and 1,000,000.")]
    [TestCase("ReservationLease", "30", "Limits:ReservationLease is '30'; it must be a time *")]
    [TestCase("WhenUnknown", "1", "Limits:WhenUnknown is '1'; it must be Open or Closed.")]
    [TestCase("Unknown", "1", "Limits:Unknown is not a known setting; known here are DefaultCompletionTokens, *")]
    public async Task A_host_does_not_start_with_wrong_options_of_budgets(string key, string value, string said)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new($"Limits:{key}", value)]);
        builder
            .Services.AddGigaChatUsageTracking()
            .UseInMemory()
            .UseBudgetOptions(builder.Configuration.GetSection("Limits"));
        using var host = builder.Build();

        (
            await host.Awaiting(static it => it.StartAsync()).Should().ThrowAsync<OptionsValidationException>()
        ).WithMessage($"*{said}*");
    }

    [Test]
    public void Every_property_of_an_entry_is_a_setting()
    {
        Properties<UsageBudgetReader.BudgetSettings>().Should().BeEquivalentTo(UsageBudgetReader.Forms.Keys);
        Properties<TokenPackageReader.PackageSettings>().Should().BeEquivalentTo(TokenPackageReader.Forms.Keys);
        Properties<GigaChatBudgetOptions>().Should().BeEquivalentTo(GigaChatBudgetOptionsValidator.Forms.Keys);

        static IEnumerable<string> Properties<T>() => typeof(T).GetProperties().Select(static it => it.Name);
    }

    private static string Budgets(int tokens) =>
        $$"""{ "Budgets": [ { "Name": "all", "Tokens": {{tokens}}, "Action": "TooManyRequests" } ] }""";

    private static string Prices(decimal rubles) =>
        FormattableString.Invariant(
            $$"""{ "Prices": { "Name": "Ours", "Prices": [ { "Family": "*", "RublesPerMillionTokens": {{rubles}} } ] } }"""
        );

    private sealed class Application : IAsyncDisposable
    {
        private readonly string _file;
        private readonly IConfigurationRoot _configuration;

        public Application(string file, string json)
        {
            _file = file;
            System.IO.File.WriteAllText(file, json);
            _configuration = new ConfigurationBuilder().AddJsonFile(file, optional: false).Build();
            var services = new ServiceCollection();
            services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(Log)));
            var builder = services
                .AddGigaChatUsageTracking()
                .UseInMemory()
                .AddBudgets(_configuration.GetSection("Budgets"))
                .UseBudgetOptions(_configuration.GetSection("Limits"));
            if (_configuration.GetSection("Prices").Exists())
                builder.UsePriceBook(_configuration.GetSection("Prices"));
            services.AddHttpClient("g").ConfigurePrimaryHttpMessageHandler(static () => new Answering());
            Services = services.BuildServiceProvider();
        }

        public ServiceProvider Services { get; }

        public FakeLogCollector Log { get; } = new();

        public GigaChatBudgets Budgets => Services.GetRequiredService<GigaChatBudgets>();

        public void Write(string json)
        {
            _ = Budgets;
            System.IO.File.WriteAllText(_file, json);
            _configuration.Reload(); // As its watcher does, without the wait.
        }

        public async Task<HttpStatusCode> CallAsync()
        {
            using var client = Services.GetRequiredService<IHttpClientFactory>().CreateClient("g");
            using var response = await client.PostAsync(
                new Uri("https://api.giga.chat/v1/chat/completions"),
                new StringContent(
                    """{"model":"GigaChat-2","max_tokens":20,"messages":[{"role":"user","content":"Сколько ног у паука?"}]}"""
                )
            );
            await response.Content.ReadAsStringAsync();
            return response.StatusCode;
        }

        public async Task<decimal> RublesAsync() =>
            (await Services.GetRequiredService<GigaChatTokenUsage>().GetCostAsync()).Rubles;

        public ValueTask DisposeAsync() => Services.DisposeAsync();
    }

    private sealed class Answering : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage
                {
                    Content = new StringContent(
                        $$$$"""{"choices":[{"message":{"content":"Восемь."},"finish_reason":"stop"}],"model":"GigaChat-2","usage":{"prompt_tokens":{{{{Billed - 10}}}},"completion_tokens":10,"total_tokens":{{{{Billed}}}}}}"""
                    ),
                }
            );
    }
}
