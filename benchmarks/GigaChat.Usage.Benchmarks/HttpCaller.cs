using System.Text;
using GigaChat.Usage.Benchmarks.Wire;

namespace GigaChat.Usage.Benchmarks;

/// <summary>Calls chat completions the way hand-written code does.</summary>
internal sealed class HttpCaller(HttpClient client)
{
    private readonly byte[] _buffer = new byte[8192];

    /// <summary>Sends a request, reads the response as text, and returns its length.</summary>
    public async Task<int> AskAsync()
    {
        using var content = new StringContent(ChatRequest.Body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(ChatRequest.Address, content);
        return (await response.Content.ReadAsStringAsync()).Length;
    }

    /// <summary>Asks and reads the stream to its end; returns how many reads brought bytes.</summary>
    public async Task<int> StreamAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ChatRequest.Address)
        {
            Content = new StringContent(ChatRequest.StreamBody, Encoding.UTF8, "application/json"),
        };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var reads = 0;
        while (await stream.ReadAsync(_buffer) > 0)
            reads++;
        return reads;
    }
}
