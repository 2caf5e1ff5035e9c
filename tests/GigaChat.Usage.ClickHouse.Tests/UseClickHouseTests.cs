using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

/// <summary>The store among the services of an application.</summary>
[TestFixture]
internal sealed class UseClickHouseTests : ClickHouseTests
{
    private static IEnumerable<TestCaseData> WrongOptions =>
        [
            new TestCaseData("", new Action<ClickHouseUsageOptions>(static _ => { }), "*ConnectionString is empty*"),
            new TestCaseData(
                "Database=usage",
                new Action<ClickHouseUsageOptions>(static _ => { }),
                "*names no server (Host)*"
            ),
            new TestCaseData(
                "Host=localhost;Port=many;Password=secret",
                new Action<ClickHouseUsageOptions>(static _ => { }),
                "*ConnectionString is not valid*"
            ),
            new TestCaseData(
                "Host=localhost",
                new Action<ClickHouseUsageOptions>(static options => options.Cluster = " "),
                "*Cluster must be the name of a cluster*"
            ),
            new TestCaseData(
                "Host=localhost",
                new Action<ClickHouseUsageOptions>(static options => options.RetainRecordsFor = TimeSpan.FromHours(1)),
                "*RetainRecordsFor is 01:00:00; it must be at least one day*"
            ),
        ];

    [TestCaseSource(nameof(WrongOptions))]
    public async Task Wrong_options_are_reported_at_start(
        string connectionString,
        Action<ClickHouseUsageOptions> configure,
        string message
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddGigaChatUsageTracking().UseClickHouse(connectionString, configure);
        using var host = builder.Build();

        (await host.Invoking(it => it.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .WithMessage(message)
            .Which.Message.Should()
            .NotContain("secret");
    }

    [Test]
    public async Task Records_of_the_recorder_reach_the_store_and_diagnostics_find_nothing_wrong_with_it()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddGigaChatUsageTracking().UseClickHouse(Database.ConnectionString);
        using var host = builder.Build();
        await host.StartAsync();
        var recorder = host.Services.GetRequiredService<IUsageRecorder>();
        for (var i = 0; i < 500; i++)
            recorder.TryRecord(Record(Noon.AddMinutes(i))).Should().BeTrue();
        await recorder.FlushAsync(default);

        var usage = host.Services.GetRequiredService<GigaChatTokenUsage>();
        (await usage.GetTotalTokensAsync()).Should().Be(5_000);
        var report = await host.Services.GetRequiredService<GigaChatUsageDoctor>().ExamineAsync();
        report.Findings.Where(finding => finding.Severity == UsageFindingSeverity.Error).Should().BeEmpty();
        host.Services.GetRequiredService<IUsageReader>().Should().BeOfType<ClickHouseUsageStore>();
        await host.StopAsync();
    }

    [Test]
    public async Task A_deployment_migrates_by_one_call()
    {
        var services = new ServiceCollection();
        services
            .AddGigaChatUsageTracking()
            .UseClickHouse(Database.ConnectionString, options => options.MigrateOnStart = false);
        await using var provider = services.BuildServiceProvider();

        await provider.MigrateGigaChatUsageAsync();

        (await provider.GetRequiredService<ClickHouseUsageStore>().GetSchemaStateAsync())
            .Should()
            .Be(UsageStoreSchemaState.Current);
    }

    /// <summary>ClickHouse cannot count budgets: they need a database that can, and the error says so.</summary>
    [Test]
    public async Task Budgets_are_shared_in_a_database_beside_it_and_without_one_the_error_names_the_remedy()
    {
        var alone = new ServiceCollection();
        alone.AddGigaChatUsageTracking().UseClickHouse(Database.ConnectionString).ShareBudgets();
        await using var without = alone.BuildServiceProvider();
        without
            .Invoking(provider => provider.GetRequiredService<IBudgetStore>())
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("*ShareBudgets(budgets => budgets.UsePostgreSql(*");

        var file = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():N}.db");
        try
        {
            var services = new ServiceCollection();
            services
                .AddGigaChatUsageTracking()
                .UseClickHouse(Database.ConnectionString)
                .ShareBudgets(budgets => budgets.UseSqlite($"Data Source={file};Pooling=false"));
            await using var provider = services.BuildServiceProvider();
            provider.GetRequiredService<IBudgetStore>().Should().BeOfType<EfBudgetStore>();
            provider.GetRequiredService<IUsageStore>().Should().BeOfType<ClickHouseUsageStore>();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
