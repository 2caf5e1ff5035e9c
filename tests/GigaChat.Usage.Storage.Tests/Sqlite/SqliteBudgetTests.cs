using GigaChat.Usage.Budgets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage;

/// <summary>Budgets counted in a file that another program has locked: SQLite's driver blocks its thread until it is
/// free.</summary>
[TestFixture]
internal sealed class SqliteBudgetTests
{
    private readonly DatabaseFile _file = DatabaseFile.WithTables();

    [OneTimeTearDown]
    public void Delete() => _file.Dispose();

    [Test]
    public async Task A_locked_file_holds_a_call_up_for_its_time_only_and_its_use_is_counted_once_the_file_is_free()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
        using var store = new SqliteUsageStore(
            $"{_file.ConnectionString};Default Timeout=60",
            migrateOnStart: true,
            ITestDatabase.Services(null, clock, null)
        );
        var budgets = new GigaChatBudgets(
            [new() { Name = "all", Tokens = 1_000 }],
            new GigaChatTokenUsage(store, timeProvider: clock),
            new GigaChatBudgetServices
            {
                Store = new EfBudgetStore(store, clock),
                TimeProvider = clock,
                Limits = clock,
            }
        );
        await SendAsync(budgets.ReserveAsync(Guid.CreateVersion7(), SharedBudgetTests.Call, default).AsTask());
        await SharedBudgetTests.SettledAsync(budgets, used: 60m);
        using (var connection = new SqliteConnection($"{_file.ConnectionString};Pooling=False"))
        {
            connection.Open();
            await using var transaction = connection.BeginTransaction();
            var asking = budgets.ReserveAsync(Guid.CreateVersion7(), SharedBudgetTests.Call, default).AsTask();
            asking.IsCompleted.Should().BeFalse();
            clock.Advance(budgets.Options.StoreTimeout);
            await SendAsync(asking);
            budgets.SentUnasked!.Value.Calls.Should().Be(1);
        }

        (await SharedBudgetTests.SettledAsync(budgets, used: 120m))
            .Should()
            .ContainSingle()
            .Which.Reserved.Should()
            .Be(0m);

        async Task SendAsync(Task<(BudgetTicket? Ticket, BudgetVerdict? Verdict)> asking)
        {
            var (ticket, verdict) = await asking;
            verdict.Should().BeNull();
            budgets.Settle(ticket!, SharedBudgetTests.Used(60));
        }
    }
}
