using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GigaChat.Usage.Sample;

/// <summary>A client as applications write it by hand. Nothing in it knows about usage tracking.</summary>
internal sealed class GigaChatClient(HttpClient http)
{
    public async Task<string> AskAsync(string model, string prompt, CancellationToken cancellationToken)
    {
        var answer = await PostAsync("chat/completions", new { model, messages = User(prompt) }, cancellationToken);
        return Content(answer.GetProperty("choices")[0].GetProperty("message"));
    }

    /// <summary>Sends one prompt after the other in a session, which lets the API take the earlier messages from
    /// its cache.</summary>
    public async Task<string> DiscussAsync(
        string model,
        IReadOnlyList<string> questions,
        CancellationToken cancellationToken
    )
    {
        var session = Guid.CreateVersion7().ToString();
        var messages = new List<object>();
        var answer = "";
        foreach (var question in questions)
        {
            messages.Add(new { role = "user", content = question });
            using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions")
            {
                Content = JsonContent.Create(new { model, messages }),
            };
            request.Headers.Add("X-Session-ID", session);
            answer = Content(
                (await SendAsync(request, cancellationToken)).GetProperty("choices")[0].GetProperty("message")
            );
            messages.Add(new { role = "assistant", content = answer });
        }

        return answer;
    }

    public async IAsyncEnumerable<string> StreamAsync(
        string model,
        string prompt,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions")
        {
            Content = JsonContent.Create(
                new
                {
                    model,
                    messages = User(prompt),
                    stream = true,
                }
            ),
        };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var message in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            if (message.Data is "[DONE]")
                yield break;
            yield return Content(JsonElement.Parse(message.Data).GetProperty("choices")[0].GetProperty("delta"));
        }
    }

    /// <summary>Draws a picture and fetches it.</summary>
    public async Task<byte[]> DrawAsync(string model, string prompt, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(
            "chat/completions",
            new
            {
                model,
                messages = User(prompt),
                function_call = "auto",
            },
            cancellationToken
        );
        var text = Content(answer.GetProperty("choices")[0].GetProperty("message"));
        return text.Split('"') is [_, var file, ..]
            ? await http.GetByteArrayAsync($"files/{file}/content", cancellationToken)
            : [];
    }

    /// <summary>Lets the model choose a function; returns the name of the one it wants called.</summary>
    public async Task<string?> CallFunctionAsync(
        string model,
        string prompt,
        string function,
        CancellationToken cancellationToken
    )
    {
        var functions = new[]
        {
            new
            {
                name = function,
                parameters = new { type = "object", properties = new { city = new { type = "string" } } },
            },
        };
        var answer = await PostAsync(
            "chat/completions",
            new
            {
                model,
                messages = User(prompt),
                functions,
                function_call = "auto",
            },
            cancellationToken
        );
        return answer.GetProperty("choices")[0].GetProperty("message").TryGetProperty("function_call", out var call)
            ? call.GetProperty("name").GetString()
            : null;
    }

    /// <summary>Asks by version 2 of the API.</summary>
    public async Task<string> AskV2Async(string model, string prompt, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(
            "../v2/chat/completions",
            new { model, messages = UserV2(prompt) },
            cancellationToken
        );
        return answer.GetProperty("messages")[0].GetProperty("content")[0].GetProperty("text").GetString() ?? "";
    }

    /// <summary>The vectors' dimensions, one for each text.</summary>
    public async Task<IReadOnlyList<int>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var answer = await PostAsync("embeddings", new { model = "Embeddings", input = texts }, cancellationToken);
        return
        [
            .. answer
                .GetProperty("data")
                .EnumerateArray()
                .Select(static item => item.GetProperty("embedding").GetArrayLength()),
        ];
    }

    /// <summary>Sends many prompts as a batch, at half the price, and fetches the result, one response a line.</summary>
    public async Task<IReadOnlyList<string>> RunBatchAsync(
        string model,
        IReadOnlyList<string> prompts,
        CancellationToken cancellationToken
    )
    {
        var tasks = prompts.Select(
            (prompt, i) =>
                JsonSerializer.Serialize(new { id = $"task-{i}", request = new { model, messages = User(prompt) } })
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "batches?method=chat_completions")
        {
            Content = new StringContent(string.Join('\n', tasks)),
        };
        var id = (await SendAsync(request, cancellationToken)).GetProperty("id").GetString();

        // The server on this machine has finished by now; at the API a program would ask again every few minutes.
        var batches = await http.GetFromJsonAsync<JsonElement>($"batches?batch_id={id}", cancellationToken);
        var results = await http.GetStringAsync(
            $"files/{batches[0].GetProperty("output_file_id").GetString()}/content",
            cancellationToken
        );
        return results.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<JsonElement> PostAsync<TBody>(string path, TBody body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        return await SendAsync(request, cancellationToken);
    }

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    private static object[] User(string prompt) => [new { role = "user", content = prompt }];

    private static object[] UserV2(string prompt) => [new { role = "user", content = new[] { new { text = prompt } } }];

    private static string Content(JsonElement message) =>
        message.TryGetProperty("content", out var content) ? content.GetString() ?? "" : "";
}
