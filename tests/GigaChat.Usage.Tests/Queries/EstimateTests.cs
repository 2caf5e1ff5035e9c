using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Tests.Queries;

/// <summary>The tokens and the cost of a call before it is made.</summary>
[TestFixture]
internal sealed class EstimateTests
{
    private static readonly string[] Messages = ["Ты учитель физики.", "Объясни, что такое квант, в трёх фразах."];

    private static readonly GigaChatTokenUsage Usage = new(new InMemoryUsageStore());

    [Test]
    public async Task Messages_are_estimated_and_priced_without_a_call()
    {
        var estimate = await Usage.EstimateAsync(Messages, "GigaChat-2-Max", maxCompletionTokens: 100);

        estimate.PromptTokens.Should().BeInRange(25, 45);
        estimate
            .PromptRubles.Should()
            .Be(TokenCost.Of(estimate.PromptTokens, "GigaChat-2-Max", TimeProvider.System.GetUtcNow()));
        estimate
            .MaxRubles.Should()
            .Be(TokenCost.Of(estimate.PromptTokens + 100, "GigaChat-2-Max", TimeProvider.System.GetUtcNow()));
        estimate.IsCounted.Should().BeFalse();
    }

    [Test]
    public async Task A_request_is_estimated_as_its_record_is_and_can_still_be_sent()
    {
        await using var server = await GigaChatServer.StartAsync();
        server.Enqueue(GigaChatAnswer.Usual with { CutAfterChunks = 1 });
        var services = new ServiceCollection();
        services.AddGigaChatUsageTracking(options => options.Hosts.Add(server.BaseAddress.Host));
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = server.V1BaseAddress;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("chat/completions", UriKind.Relative))
        {
            Content = JsonContent.Create(
                new
                {
                    model = "GigaChat-2-Pro",
                    max_tokens = 64,
                    stream = true,
                    messages = Messages.Select(static text => new { role = "user", content = text }),
                    functions = new[] { new { name = "school_calendar", description = "Даты каникул" } },
                }
            ),
        };

        var estimate = await provider.GetRequiredService<GigaChatTokenUsage>().EstimateAsync(request);

        (estimate.Model, estimate.MaxCompletionTokens).Should().Be(("GigaChat-2-Pro", 64));
        var plain = await Usage.EstimateAsync(Messages, "GigaChat-2-Pro");
        estimate.PromptTokens.Should().BeGreaterThan(plain.PromptTokens, "the schema of the function is billed too");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await FluentActions
            .Awaiting(() => response.Content.ReadAsStringAsync())
            .Should()
            .ThrowAsync<HttpRequestException>();
        var record = response.GetGigaChatUsage()!;
        (record.Source, record.PromptTokens).Should().Be((UsageSource.Estimated, estimate.PromptTokens));
    }

    [Test]
    public async Task The_provider_counts_the_texts_when_it_is_given_a_client()
    {
        await using var server = await GigaChatServer.StartAsync();
        using var client = new HttpClient { BaseAddress = server.V1BaseAddress };

        var estimate = await Usage.EstimateAsync(Messages, "GigaChat-2", client: client);

        using var response = await client.PostAsJsonAsync(
            "chat/completions",
            new
            {
                model = "GigaChat-2",
                messages = Messages.Select(static text => new { role = "user", content = text }),
            }
        );
        var billed = server.Ledger.Single();
        estimate.PromptTokens.Should().BeCloseTo(billed.Tokens.Prompt, 3);
        (estimate.IsCounted, estimate.MaxRubles).Should().Be((true, null));
    }

    [Test]
    public async Task A_response_that_is_no_count_is_an_error_without_its_text()
    {
        await using var server = await GigaChatServer.StartAsync();
        using var client = new HttpClient { BaseAddress = server.V1BaseAddress };
        server.OnRequest = static async context =>
        {
            await context.Response.WriteAsJsonAsync(new[] { new { tokens = 1, secret = "тайна" } });
            return true;
        };

        var estimate = () => Usage.EstimateAsync(Messages, "GigaChat-2", client: client);

        (await estimate.Should().ThrowAsync<HttpRequestException>())
            .WithMessage("*a count for each of 2 texts*")
            .Which.ToString()
            .Should()
            .NotContain("тайна");
    }

    [Test]
    public void A_count_of_a_tokenizer_is_priced_and_a_missing_price_is_null()
    {
        var priced = Usage.Estimate(1_000_000, "GigaChat-2-Max", maxCompletionTokens: 0);
        var unpriced = Usage.Estimate(1_000, "GigaChat-3-Ultra", maxCompletionTokens: 10);

        priced.PromptRubles.Should().BePositive().And.Be(priced.MaxRubles);
        (unpriced.PromptRubles, unpriced.MaxRubles, unpriced.IsCounted).Should().Be((null, null, true));
        FluentActions.Invoking(() => Usage.Estimate(-1, "GigaChat-2")).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task A_request_that_spends_no_tokens_or_cannot_be_read_is_rejected()
    {
        using var models = new HttpRequestMessage(HttpMethod.Get, "https://api.giga.chat/v1/models");
        using var empty = new HttpRequestMessage(HttpMethod.Post, "https://api.giga.chat/v1/chat/completions");
        using var packed = new HttpRequestMessage(HttpMethod.Post, "https://api.giga.chat/v1/chat/completions")
        {
            Content = new StringContent("{}"),
        };
        packed.Content.Headers.ContentEncoding.Add("gzip");

        foreach (var request in new[] { models, empty, packed })
            await FluentActions
                .Awaiting(() => Usage.EstimateAsync(request))
                .Should()
                .ThrowAsync<ArgumentException>()
                .WithParameterName("request");
    }
}
