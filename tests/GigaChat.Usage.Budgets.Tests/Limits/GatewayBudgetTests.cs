using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>Calls to the other endpoints of a gateway are held against budgets.</summary>
[TestFixture]
internal sealed class GatewayBudgetTests
{
    private const int Calls = 8;
    private const int Tokens = 340;

    [TestCase(
        "responses",
        """{"model":"GigaChat-2","input":"Привет!","max_output_tokens":80}""",
        """{"status":"completed","usage":{"input_tokens":300,"output_tokens":40,"total_tokens":340}}"""
    )]
    [TestCase(
        "messages",
        """{"model":"GigaChat-2","messages":[{"content":"Привет!"}],"max_tokens":80}""",
        """{"stop_reason":"end_turn","usage":{"input_tokens":300,"output_tokens":40}}"""
    )]
    [TestCase(
        "completions",
        """{"model":"GigaChat-2","prompt":"Привет!","max_tokens":80}""",
        """{"usage":{"prompt_tokens":300,"completion_tokens":40,"total_tokens":340}}"""
    )]
    [TestCase(
        "models/GigaChat-2:generateContent",
        """{"contents":[{"parts":[{"text":"Привет!"}]}],"generationConfig":{"maxOutputTokens":80}}""",
        """{"usageMetadata":{"promptTokenCount":300,"candidatesTokenCount":40,"totalTokenCount":340}}"""
    )]
    public async Task Eight_calls_of_340_tokens_do_not_pass_a_budget_of_100(
        string path,
        string request,
        string response
    )
    {
        var clock = new FakeTimeProvider(BudgetedClient.Start);
        var recorder = new RecordList();
        var usage = new GigaChatTokenUsage(new ListUsageReader([]), timeProvider: clock);
        var budgets = new GigaChatBudgets(
            [new UsageBudget { Name = "all", Tokens = 100 }],
            usage,
            new GigaChatBudgetServices { TimeProvider = clock }
        );
        using var client = new HttpClient(
            new GigaChatUsageHandler(
                recorder,
                new GigaChatUsageHandlerOptions { TimeProvider = clock, Gates = [budgets] }
            )
            {
                InnerHandler = new Gateway(response),
            }
        );
        var refused = 0;

        for (var call = 0; call < Calls; call++)
        {
            try
            {
                using var answer = await client.PostAsync(
                    new Uri($"http://gateway/v1/{path}"),
                    new StringContent(request, Encoding.UTF8, "application/json")
                );
            }
            catch (GigaChatBudgetExceededException)
            {
                refused++;
            }
        }

        refused.Should().Be(Calls - 1, "the first one fits by its estimate, and takes all there is");
        recorder.Records.Select(record => record.TotalTokens).Should().Equal(Tokens);
        (await budgets.GetStatusAsync())
            .Single()
            .Used.Should()
            .Be(Tokens, string.Create(CultureInfo.InvariantCulture, $"one call of {Tokens} was sent"));
    }

    private sealed class Gateway(string response) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage
                {
                    RequestMessage = request,
                    Content = new StringContent(response, Encoding.UTF8, "application/json"),
                }
            );
    }
}
