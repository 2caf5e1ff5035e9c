using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Tests.Server;

internal sealed class ServerOptionTests : ServerTestBase
{
    private readonly FakeTimeProvider _time = new();
    private Action<GigaChatServerOptions> _configure = static _ => { };

    [Test]
    public async Task Without_a_token_a_call_is_401_until_OAuth_gives_one_and_again_when_it_has_expired()
    {
        await RestartAsync(static options => options.RequireAuthorization = true);
        (await StatusAsync()).Should().Be(HttpStatusCode.Unauthorized);

        using var request = new HttpRequestMessage(HttpMethod.Post, Server.OAuthAddress);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "aWQ6c2VjcmV0");
        request.Headers.Add("RqUID", "6f0b1291-c7f3-43c6-bb2e-9f3efb2dc98e");
        request.Content = new FormUrlEncodedContent([new("scope", "GIGACHAT_API_PERS")]);
        using var response = await Client.SendAsync(request);
        var token = await response.Content.ReadFromJsonAsync<JsonObject>();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (string)token!["access_token"]!
        );

        ((long)token["expires_at"]!)
            .Should()
            .Be((_time.GetUtcNow() + TimeSpan.FromMinutes(30)).ToUnixTimeMilliseconds());
        (await StatusAsync()).Should().Be(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromMinutes(30));
        (await StatusAsync()).Should().Be(HttpStatusCode.Unauthorized);
        Server.Ledger.Select(static call => call.Status).Should().Equal(401, 200, 401);
    }

    [Test]
    public async Task OAuth_wants_credentials_an_id_and_a_scope()
    {
        using var response = await Client.PostAsync(Server.OAuthAddress, content: null);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonObject>())!
            .Select(static part => part.Key)
            .Should()
            .Equal("code", "message");
    }

    [Test]
    public async Task More_calls_at_once_than_allowed_are_429()
    {
        await RestartAsync(static options => options.MaxParallelCalls = 1);
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        Server.Enqueue(
            GigaChatAnswer.Usual with
            {
                BeforeChunk = async (_, cancellationToken) =>
                {
                    arrived.TrySetResult();
                    await release.Task.WaitAsync(cancellationToken);
                },
            }
        );

        var first = StatusAsync();
        await arrived.Task;
        (await StatusAsync()).Should().Be(HttpStatusCode.TooManyRequests);
        release.SetResult();
        (await first).Should().Be(HttpStatusCode.OK);
        (await StatusAsync()).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_family_that_has_run_out_is_402()
    {
        await RestartAsync(static options => options.Balance["GigaChat"] = 1);

        (await StatusAsync()).Should().Be(HttpStatusCode.OK);
        (await StatusAsync()).Should().Be(HttpStatusCode.PaymentRequired);
    }

    [Test]
    public async Task Pay_as_you_go_has_no_balance()
    {
        await RestartAsync(static options => options.Balance.Clear());

        using var response = await Client.GetAsync(new Uri(Client.BaseAddress!, "balance"));
        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await StatusAsync()).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task The_topic_filter_answers_200_and_bills()
    {
        await RestartAsync(static options => options.BlockedWords.Add("политик"));

        var answer = await PostAsync("chat/completions", Chat("Поговорим о политике"));

        ((string)answer["choices"]![0]!["finish_reason"]!).Should().Be("blacklist");
        Server.Ledger.TotalTokens.Should().BePositive();
    }

    protected override void Configure(GigaChatServerOptions options)
    {
        options.TimeProvider = _time;
        _configure(options);
    }

    private async Task RestartAsync(Action<GigaChatServerOptions> configure)
    {
        await StopServer();
        _configure = configure;
        await StartServer();
    }

    private async Task<HttpStatusCode> StatusAsync()
    {
        using var content = Body(Chat("Привет"));
        using var response = await Client.PostAsync(new Uri(Client.BaseAddress!, "chat/completions"), content);
        return response.StatusCode;
    }
}
