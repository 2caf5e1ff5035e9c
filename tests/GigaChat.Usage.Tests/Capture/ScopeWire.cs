using System.Net;
using System.Text;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>A way in which a call of <see cref="ScopeWire"/> goes.</summary>
internal enum ScopeCase
{
    Json,
    Stream,
    AbortedStream,
    CutStream,
    Retried,
    Failed,
    Refused,
}

/// <summary>A server in the process, and callers that read, retry, stop or fail.</summary>
internal sealed class ScopeWire : HttpMessageHandler
{
    private const string Case = "X-Case";

    public static async Task CallAsync(HttpMessageInvoker client, ScopeCase way, string model)
    {
        using var request = Request(way, model);
        try
        {
            var response = await client.SendAsync(request, CancellationToken.None);
            if (way == ScopeCase.Retried)
            {
                response.Dispose();
                request.Headers.Remove(Case);
                response = await client.SendAsync(request, CancellationToken.None);
            }

            using (response)
            {
                if (way != ScopeCase.AbortedStream)
                    await response.Content.LoadIntoBufferAsync();
                else
                    _ = await (await response.Content.ReadAsStreamAsync()).ReadAsync(new byte[200]);
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // An application would report it.
        }
    }

    /// <summary>Starts a stream and leaves it to be read.</summary>
    public static Task<HttpResponseMessage> OpenAsync(HttpMessageInvoker client, string model = "GigaChat-2-Max") =>
        client.SendAsync(Request(ScopeCase.Stream, model), CancellationToken.None);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        await Task.Yield();
        var way = request.Headers.TryGetValues(Case, out var values) ? Enum.Parse<ScopeCase>(values.Single()) : default;
        if (way == ScopeCase.Refused)
            throw new HttpRequestException("No connection.");
        if (way is ScopeCase.Retried or ScopeCase.Failed)
            return new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("{}") };
        var asked = await request.Content!.ReadAsStringAsync(cancellationToken);
        var model = asked.Split('"')[3];
        const string Usage =
            """{"prompt_tokens":20,"completion_tokens":7,"precached_prompt_tokens":5,"total_tokens":27}""";
        if (way == ScopeCase.Json)
            return Content(
                "application/json",
                $$$"""{"choices":[{"message":{"content":"Да"},"finish_reason":"stop"}],"model":"{{{model}}}","usage":{{{Usage}}}}"""
            );
        var chunk = $$"""data: {"choices":[{"delta":{"content":"слово за словом "},"index":0}],"model":"{{model}}"}""";
        var text = string.Concat(Enumerable.Repeat(chunk + "\n\n", 5));
        if (way == ScopeCase.Stream)
            text +=
                $$"""data: {"choices":[{"delta":{},"finish_reason":"stop"}],"model":"{{model}}","usage":{{Usage}}}"""
                + "\n\ndata: [DONE]\n\n";
        return Content("text/event-stream", text);
    }

    private static HttpRequestMessage Request(ScopeCase way, string model)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://api.giga.chat/v1/chat/completions")
        {
            Content = new StringContent(
                $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Сколько стоит этот вопрос?"}]}""",
                Encoding.UTF8,
                "application/json"
            ),
        };
        request.Headers.Add(Case, way.ToString());
        return request;
    }

    private static HttpResponseMessage Content(string type, string text) =>
        new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, type) };
}
