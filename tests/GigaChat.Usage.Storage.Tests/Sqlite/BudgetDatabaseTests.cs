using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>Budgets in a database other than that of the usage store.</summary>
[TestFixture]
internal sealed class BudgetDatabaseTests
{
    private readonly DatabaseFile _file = new();

    [OneTimeTearDown]
    public void Delete() => _file.Dispose();

    [Test]
    public async Task Processes_share_budgets_in_a_database_of_their_own_and_keep_their_stores()
    {
        await using var first = Process();
        await using var second = Process();
        foreach (var service in first.GetServices<IHostedService>())
            await service.StartAsync(default);

        await first
            .GetRequiredService<GigaChatBudgets>()
            .ReserveAsync(Guid.CreateVersion7(), SharedBudgetTests.Call, default);

        var status = await second.GetRequiredService<GigaChatBudgets>().GetStatusAsync();
        status.Should().ContainSingle().Which.Reserved.Should().BePositive();
        first.GetRequiredService<IUsageStore>().Should().BeOfType<InMemoryUsageStore>();
        first.GetService<EfUsageStore>().Should().BeNull();
        foreach (var service in first.GetServices<IHostedService>().Reverse())
            await service.StopAsync(default);
    }

    [Test]
    public async Task Without_a_relational_database_the_host_does_not_start()
    {
        await using var services = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .ShareBudgets(static budgets => budgets.UseInMemory())
            .Services.BuildServiceProvider();

        services
            .Invoking(it => it.GetServices<IHostedService>().ToList())
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("*UsePostgreSql*");
    }

    private ServiceProvider Process() =>
        new ServiceCollection()
            .AddGigaChatUsageTracking()
            .UseInMemory()
            .AddBudgets(new UsageBudget { Name = "all", Tokens = 1_000 })
            .ShareBudgets(budgets => budgets.UseSqlite(_file.ConnectionString))
            // A limit on a slow machine would let the call pass without a reservation.
            .Services.AddSingleton(new TimeLimitClock(new FakeTimeProvider()))
            .BuildServiceProvider();
}
