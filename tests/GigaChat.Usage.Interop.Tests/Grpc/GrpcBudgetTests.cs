using GigaChat.Usage.Interop.Wire;
using Grpc.Core;

namespace GigaChat.Usage.Interop.Grpc;

/// <summary>Budgets hold calls of gRPC as they hold others.</summary>
[TestFixture]
internal sealed class GrpcBudgetTests
{
    [Test]
    public async Task Call_that_does_not_fit_is_refused_as_a_client_of_gRPC_understands()
    {
        await using var host = await ChatHost.StartAsync();
        var recorder = new RecordList();
        var budgets = Budgets(
            new UsageBudget
            {
                Name = "day",
                Tokens = 100,
                Period = BudgetPeriod.Day,
                Action = BudgetAction.TooManyRequests,
            }
        );
        using var channel = host.Channel(
            new GigaChatUsageHandler(recorder, new GigaChatUsageHandlerOptions { Gates = [budgets] })
        );
        var client = new ChatService.ChatServiceClient(channel);

        await client.ChatAsync(ChatHost.Request(maxTokens: 30));
        var refused = async () => await client.ChatAsync(ChatHost.Request(maxTokens: 500));

        var status = (await refused.Should().ThrowAsync<RpcException>()).Which.Status;
        status.StatusCode.Should().Be(StatusCode.ResourceExhausted);
        status.Detail.Should().Contain("day");
        host.Ledger.Billed.Should().ContainSingle("the other call was not sent");
        using var stream = client.ChatStream(ChatHost.Request(maxTokens: 500));
        (
            await FluentActions
                .Awaiting(() => stream.ResponseStream.MoveNext(CancellationToken.None))
                .Should()
                .ThrowAsync<RpcException>()
        )
            .Which.StatusCode.Should()
            .Be(StatusCode.ResourceExhausted);

        (await budgets.GetStatusAsync())
            .Should()
            .ContainSingle()
            .Which.Used.Should()
            .Be(host.Ledger.Billed[0].TotalTokens);
    }

    [Test]
    public async Task Call_that_does_not_fit_throws_where_the_budget_does()
    {
        await using var host = await ChatHost.StartAsync();
        var budgets = Budgets(
            new UsageBudget
            {
                Name = "day",
                Tokens = 100,
                Period = BudgetPeriod.Day,
            }
        );
        using var channel = host.Channel(
            new GigaChatUsageHandler(new RecordList(), new GigaChatUsageHandlerOptions { Gates = [budgets] })
        );

        var refused = async () =>
            await new ChatService.ChatServiceClient(channel).ChatAsync(ChatHost.Request(maxTokens: 500));

        (await refused.Should().ThrowAsync<RpcException>())
            .Which.Status.DebugException.Should()
            .BeOfType<GigaChatBudgetExceededException>();
        host.Ledger.Billed.Should().BeEmpty();
    }

    [Test]
    public async Task Budget_in_rubles_knows_the_model_of_the_call()
    {
        await using var host = await ChatHost.StartAsync();
        var budgets = Budgets(
            new UsageBudget
            {
                Name = "day",
                Rubles = 0.1m,
                Period = BudgetPeriod.Day,
                Action = BudgetAction.TooManyRequests,
            }
        );
        using var channel = host.Channel(
            new GigaChatUsageHandler(new RecordList(), new GigaChatUsageHandlerOptions { Gates = [budgets] })
        );
        var client = new ChatService.ChatServiceClient(channel);

        // GigaChat-2-Max is 650 rubles a million: 0.1 rubles are 153 tokens.
        await client.ChatAsync(ChatHost.Request(maxTokens: 100));
        var refused = async () => await client.ChatAsync(ChatHost.Request(maxTokens: 140));

        (await refused.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.ResourceExhausted);
    }

    private static GigaChatBudgets Budgets(UsageBudget budget) =>
        new([budget], new GigaChatTokenUsage(new InMemoryUsageStore()));
}
