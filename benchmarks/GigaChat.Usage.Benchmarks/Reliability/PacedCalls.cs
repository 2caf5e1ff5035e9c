using System.Diagnostics;
using System.Net.Http.Headers;
using GigaChat.Usage.Benchmarks.Wire;

namespace GigaChat.Usage.Benchmarks.Reliability;

/// <summary>Calls at an even rate from several callers, each call under a name of its own.</summary>
internal static class PacedCalls
{
    private const int Callers = 32;

    private static readonly byte[] Body = System.Text.Encoding.UTF8.GetBytes(ChatRequest.Body);

    /// <summary>Calls until it is stopped.</summary>
    /// <param name="clients">Take turns.</param>
    /// <param name="rate">Calls a second, of all clients together.</param>
    /// <param name="returned">Told of each call that has returned: which client made it, its name, and how long it
    /// took.</param>
    /// <param name="stop">Ends the calling; calls under way end on their own.</param>
    public static Task RunAsync(
        HttpClient[] clients,
        int rate,
        Action<int, string, TimeSpan> returned,
        CancellationToken stop
    )
    {
        var started = Stopwatch.GetTimestamp();
        var next = -1L;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync, CancellationToken.None)));

        async Task CallAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var call = Interlocked.Increment(ref next);
                var early = TimeSpan.FromSeconds((double)call / rate) - Stopwatch.GetElapsedTime(started);
                if (early > TimeSpan.FromMilliseconds(1))
                    await Task.Delay(early, TimeProvider.System, stop)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                var client = (int)(call % clients.Length);
                var name = Guid.CreateVersion7().ToString("N");
                var began = Stopwatch.GetTimestamp();
                await AskAsync(clients[client], name);
                returned(client, name, Stopwatch.GetElapsedTime(began));
            }
        }
    }

    private static async Task AskAsync(HttpClient client, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions")
        {
            Content = new ByteArrayContent(Body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.SetGigaChatUsage(new UsageContext { GenerationId = name });
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
