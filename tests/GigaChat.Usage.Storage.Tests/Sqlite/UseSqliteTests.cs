using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

/// <summary>SQLite as the store of an application.</summary>
[TestFixture]
internal sealed class UseSqliteTests
{
    private DatabaseFile _file = null!;

    [SetUp]
    public void Create() => _file = new DatabaseFile();

    [TearDown]
    public void Delete() => _file.Dispose();

    [Test]
    public async Task A_call_of_an_application_without_a_host_is_in_the_file_when_its_services_are_disposed()
    {
        await using var server = await GigaChatServer.StartAsync();
        await using (
            var services = new ServiceCollection()
                .AddGigaChatUsageTracking()
                .UseSqlite(_file.ConnectionString)
                .Services.BuildServiceProvider()
        )
        {
            using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "token");
            using var body = new StringContent(
                """{"model":"GigaChat-2","messages":[{"role":"user","content":"Привет"}]}""",
                Encoding.UTF8,
                "application/json"
            );
            using var answer = await client.PostAsync(new Uri(server.V1BaseAddress, "chat/completions"), body);
            await answer.Content.ReadAsStringAsync();
        }

        using var store = new SqliteUsageStore(_file.ConnectionString);
        (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None))
            .Single()
            .TotalTokens.Should()
            .Be(server.Ledger.TotalTokens)
            .And.BePositive();
    }

    [Test]
    public async Task A_log_that_throws_keeps_no_store_from_migrating()
    {
        await using var services = new ServiceCollection()
            .AddLogging(static logging => logging.AddProvider(new BrokenLog()))
            .AddGigaChatUsageTracking()
            .UseSqlite(_file.ConnectionString)
            .Services.BuildServiceProvider();
        var store = services.GetRequiredService<SqliteUsageStore>();

        await store.EnsureMigratedAsync();

        (await store.GetSchemaStateAsync()).Should().Be(UsageStoreSchemaState.Current);
    }

    [Test]
    public async Task A_host_migrates_when_it_starts()
    {
        using var host = Build(options => options.MigrateOnStart = true);

        await host.StartAsync();

        _file.Execute("SELECT COUNT(*) FROM gigachat_usage_records").Should().Be(0L);
        await host.StopAsync();
    }

    [Test]
    public async Task With_migration_off_only_the_application_migrates()
    {
        using var host = Build(options => options.MigrateOnStart = false);
        await host.StartAsync();
        File.Exists(_file.Path).Should().BeFalse("nothing was asked of the store");

        await host.Services.MigrateGigaChatUsageAsync();

        _file.Execute("SELECT COUNT(*) FROM gigachat_usage_records").Should().Be(0L);
        await host.StopAsync();
    }

    [Test]
    public async Task A_store_without_tables_cannot_be_migrated()
    {
        await using var services = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .UseInMemory()
            .Services.BuildServiceProvider();

        await services
            .Invoking(provider => provider.MigrateGigaChatUsageAsync())
            .Should()
            .ThrowAsync<InvalidOperationException>()
            .WithMessage("*InMemoryUsageStore*UseSqlite*");
    }

    [Test]
    public async Task A_host_with_an_empty_connection_string_does_not_start()
    {
        using var host = Build(options => options.ConnectionString = " ");

        (await host.Invoking(host => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).WithMessage(
            "*SqliteUsageOptions.ConnectionString is empty*"
        );
    }

    [Test]
    public void Without_a_host_an_empty_connection_string_is_told_with_the_first_use()
    {
        using var services = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .UseSqlite("")
            .Services.BuildServiceProvider();

        services
            .Invoking(provider => provider.GetRequiredService<IUsageRecorder>())
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage("*SqliteUsageOptions.ConnectionString is empty*");
    }

    [TestCase("Cache=Shared", "*Cache=Shared*omit Cache*")]
    [TestCase("Password=secret", "*has a Password*cannot encrypt*")]
    public async Task A_host_with_a_connection_string_that_cannot_work_does_not_start(string setting, string message)
    {
        using var host = Build(options => options.ConnectionString += ";" + setting);

        var error = await host.Invoking(host => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>();
        error.WithMessage(message).Which.Message.Should().NotContain("secret");
    }

    [Test]
    public void Store_and_reader_are_the_one_SqliteUsageStore()
    {
        using var services = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .UseSqlite(_file.ConnectionString)
            .Services.BuildServiceProvider();

        var store = services.GetRequiredService<SqliteUsageStore>();
        services.GetRequiredService<IUsageStore>().Should().BeSameAs(store);
        services.GetRequiredService<IUsageReader>().Should().BeSameAs(store);
    }

    private IHost Build(Action<SqliteUsageOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddGigaChatUsageTracking().UseSqlite(_file.ConnectionString, configure);
        return builder.Build();
    }
}
