using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <content>Results of batches, and runs of threads.</content>
internal sealed partial class BudgetTests
{
    [Test]
    public async Task The_result_of_a_batch_counts_once_however_often_and_whenever_it_is_read()
    {
        using var client = new BudgetedClient([Thousand with { Period = BudgetPeriod.Day }]);
        using var files = new HttpClient(
            new GigaChatUsageHandler(
                client.Recorder,
                new GigaChatUsageHandlerOptions { TimeProvider = client.Clock, Gates = [client.Budgets] }
            )
            {
                InnerHandler = new BatchResult(),
            }
        );

        await client.StandingAsync(); // Opens the counter, so that counting waits for nothing.
        for (var i = 0; i < 3; i++)
            await files.GetStringAsync(new Uri("https://api.giga.chat/v1/files/one/content"));
        (await client.StandingAsync()).Should().Be((30m, 0m));
        await files.GetStringAsync(new Uri("https://api.giga.chat/v1/files/two/content"));
        (await client.StandingAsync()).Should().Be((60m, 0m));
        client.Clock.Advance(TimeSpan.FromDays(1));
        await client.StandingAsync();
        await files.GetStringAsync(new Uri("https://api.giga.chat/v1/files/two/content"));

        (await client.StandingAsync()).Should().Be((0m, 0m));
        client.Recorder.Records.Should().HaveCount(10);
    }

    [TestCase("threads/run")]
    [TestCase("threads/messages/run")]
    [TestCase("threads/messages/rerun")]
    public async Task Runs_of_threads_are_held_against_budgets(string path)
    {
        using var client = new BudgetedClient([Thousand]);

        await client
            .Awaiting(c => c.SendAsync(2_000, path: path))
            .Should()
            .ThrowAsync<GigaChatBudgetExceededException>();

        client.Sent.Should().Be(0);
    }

    /// <summary>Two tasks, of 10 and of 20 tokens.</summary>
    private sealed class BatchResult : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage { Content = new StringContent(string.Join('\n', Line(1, 10), Line(2, 20))) }
            );

        private static string Line(int id, int tokens) =>
            $$$$"""{"id":"{{{{id}}}}","result":{"model":"GigaChat-2","choices":[],"usage":{"prompt_tokens":{{{{tokens}}}},"completion_tokens":0,"total_tokens":{{{{tokens}}}}}}}""";
    }
}
