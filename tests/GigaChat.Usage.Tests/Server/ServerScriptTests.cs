using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.Tests.Server;

[CancelAfter(30_000)]
internal sealed class ServerScriptTests : ServerTestBase
{
    [Test]
    public async Task A_script_answers_once_and_its_bill_is_in_the_ledger()
    {
        Server.Enqueue(GigaChatAnswer.Json("""{"x":1}""", 201) with { Billed = new BilledTokens(1, 4, 37) });

        using var scripted = await SendAsync();
        using var usual = await SendAsync();

        scripted.StatusCode.Should().Be(HttpStatusCode.Created);
        (await scripted.Content.ReadAsStringAsync()).Should().Be("""{"x":1}""");
        scripted.Content.Headers.ContentLength.Should().Be(7);
        usual.StatusCode.Should().Be(HttpStatusCode.OK);
        Server
            .Ledger[0]
            .Should()
            .BeEquivalentTo(
                new
                {
                    Status = 201,
                    Model = "GigaChat-2",
                    Tokens = new BilledTokens(1, 4, 37),
                }
            );
    }

    [Test]
    public async Task A_script_waits_for_the_request_it_is_meant_for()
    {
        Server.Enqueue(GigaChatAnswer.Error(429), static request =>
            request.Path.Value!.EndsWith("/embeddings", StringComparison.Ordinal)
        );

        using var chat = await SendAsync();
        using var content = Body(Json("""{"input":"x"}"""));
        using var embeddings = await Client.PostAsync(new Uri(Client.BaseAddress!, "embeddings"), content);

        chat.StatusCode.Should().Be(HttpStatusCode.OK);
        embeddings.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        (await embeddings.Content.ReadAsStringAsync()).Should().Be("""{"status":429,"message":"Too Many Requests"}""");
    }

    [Test]
    public async Task A_compressed_answer_arrives_whole()
    {
        Server.Enqueue(GigaChatAnswer.Stream("data: 1\n\n", "data: 2\n\n").Gzip());
        using var client = new HttpClient(
            new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip }
        );
        using var content = Body(Chat("Привет"));
        using var response = await client.PostAsync(new Uri(Server.V1BaseAddress, "chat/completions"), content);

        (await response.Content.ReadAsStringAsync()).Should().Be("data: 1\n\ndata: 2\n\n");
    }

    [Test]
    public async Task Trailers_follow_the_body()
    {
        var answer = GigaChatAnswer.Json("{}");
        Server.Enqueue(answer with { Trailers = answer.Trailers.Add("X-Checksum", "42") });

        using var response = await SendAsync();

        response.TrailingHeaders.GetValues("X-Checksum").Should().Equal("42");
        response.Headers.TransferEncodingChunked.Should().BeTrue();
    }

    [Test]
    public async Task An_empty_answer_has_no_body()
    {
        Server.Enqueue(GigaChatAnswer.Empty());

        using var response = await SendAsync();

        response.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        Server.Ledger[0].Status.Should().Be(204);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    public async Task A_cut_answer_ends_after_the_parts_that_were_promised(int parts)
    {
        Server.Enqueue(GigaChatAnswer.Stream("один ", "два ", "три ", "четыре ") with { CutAfterChunks = parts });

        using var response = await SendAsync(HttpCompletionOption.ResponseHeadersRead);
        var received = new MemoryStream();
        var reading = async () => await response.Content.CopyToAsync(received);

        await reading.Should().ThrowAsync<HttpRequestException>();
        Encoding
            .UTF8.GetString(received.ToArray())
            .Should()
            .Be(string.Concat(((string[])["один ", "два ", "три ", "четыре "]).Take(parts)));
        await Server.Ledger.WaitForAsync(1, Token);
        Server
            .Ledger[0]
            .Should()
            .BeEquivalentTo(
                new
                {
                    Status = 200,
                    IsAborted = true,
                    IsStream = true,
                }
            );
    }

    [Test]
    public async Task The_usual_stream_can_be_cut_and_bills_what_was_sent()
    {
        Server.Enqueue(GigaChatAnswer.Usual with { CutAfterChunks = 2 });

        using var response = await SendAsync(HttpCompletionOption.ResponseHeadersRead, stream: true);
        var reading = async () => await response.Content.ReadAsStringAsync();

        await reading.Should().ThrowAsync<HttpRequestException>();
        await Server.Ledger.WaitForAsync(1, Token);
        Server.Ledger[0].IsAborted.Should().BeTrue();
        Server.Ledger[0].Tokens.Prompt.Should().Be(13);
        Server.Ledger[0].Tokens.Completion.Should().BeInRange(1, 48);
    }

    [Test]
    public async Task A_disconnect_leaves_no_answer()
    {
        Server.Enqueue(GigaChatAnswer.Disconnect);

        var sending = async () => await SendAsync();

        await sending.Should().ThrowAsync<HttpRequestException>();
        await Server.Ledger.WaitForAsync(1, Token);
        Server.Ledger[0].Should().BeEquivalentTo(new { Status = 0, IsAborted = true });
    }

    [Test, Property("Lesson", "L17")]
    public async Task A_part_is_on_its_way_before_the_next_is_let_go()
    {
        using var gate = new SemaphoreSlim(0);
        Server.Enqueue(
            GigaChatAnswer.Events("1", "2", "3") with
            {
                BeforeChunk = (_, cancellationToken) => gate.WaitAsync(cancellationToken),
            }
        );

        gate.Release();
        using var response = await SendAsync(HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var i = 1; i <= 3; i++)
        {
            (await reader.ReadLineAsync(Token)).Should().Be($"data: {i}");
            await reader.ReadLineAsync(Token);
            gate.Release();
        }

        (await reader.ReadLineAsync(Token)).Should().BeNull();
    }

    [Test, Property("Lesson", "L4")]
    public async Task A_caller_that_leaves_is_billed_for_what_was_generated()
    {
        using var gate = new SemaphoreSlim(2);
        Server.Enqueue(
            GigaChatAnswer.Usual with
            {
                BeforeChunk = (_, cancellationToken) => gate.WaitAsync(cancellationToken),
            }
        );

        var response = await SendAsync(HttpCompletionOption.ResponseHeadersRead, stream: true);
        response.Dispose();
        await Server.Ledger.WaitForAsync(1, Token);

        Server.Ledger[0].Should().BeEquivalentTo(new { IsAborted = true, Status = 200 });
        Server.Ledger.TotalTokens.Should().BePositive();
    }

    [Test]
    public async Task A_hook_sees_the_request_first_and_can_answer_it()
    {
        Server.OnRequest = static async context =>
        {
            if (!HttpMethods.IsPut(context.Request.Method))
                return false;
            context.Response.StatusCode = 418;
            await context.Response.WriteAsync("teapot", context.RequestAborted);
            return true;
        };

        using var content = Body(Chat("Привет"));
        using var hooked = await Client.PutAsync(new Uri(Client.BaseAddress!, "chat/completions"), content);
        using var usual = await SendAsync();

        ((int)hooked.StatusCode).Should().Be(418);
        usual.StatusCode.Should().Be(HttpStatusCode.OK);
        Server.Ledger.Should().ContainSingle();
        Server.RequestCount.Should().Be(2);
    }

    [Test]
    public async Task Stopping_cuts_the_streams_that_are_open()
    {
        Server.Enqueue(
            GigaChatAnswer.Events("1", "2") with
            {
                BeforeChunk = static (i, cancellationToken) =>
                    i == 0 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, cancellationToken),
            }
        );

        using var response = await SendAsync(HttpCompletionOption.ResponseHeadersRead);
        await Server.DisposeAsync();
        var reading = async () => await response.Content.ReadAsStringAsync();

        await reading.Should().ThrowAsync<HttpRequestException>();
        Server.Ledger[0].IsAborted.Should().BeTrue();
    }

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private async Task<HttpResponseMessage> SendAsync(
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead,
        bool stream = false
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Client.BaseAddress!, "chat/completions"))
        {
            Content = Body(Chat("Привет", stream: stream)),
        };
        return await Client.SendAsync(request, completion, Token);
    }
}
