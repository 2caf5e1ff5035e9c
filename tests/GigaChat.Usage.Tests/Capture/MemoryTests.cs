using System.Text;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>The memory of tracking does not grow with the size of an answer.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class MemoryTests
{
    private const int Megabyte = 1 << 20;
    private const int Size = 100 * Megabyte;

    [Test]
    public async Task An_answer_of_100_MB_raises_peak_memory_by_less_than_1_MB(
        [Values("one long text", "one long JSON array", "many events", "one long event", "a picture")] string shape
    )
    {
        await using var server = await GigaChatServer.StartAsync();
        using var bare = new HttpClient(new SocketsHttpHandler());
        var recorder = new RecordList();
        using var tracked = new HttpClient(new GigaChatUsageHandler(recorder, new SocketsHttpHandler()));

        await Peak(server, bare, shape); // the first run pays for buffers that stay pooled
        var without = await Peak(server, bare, shape);
        var with = await Peak(server, tracked, shape);

        TestContext.Out.WriteLine(
            $"{shape}: peak of live memory {without / 1024:N0} KB without the handler, {with / 1024:N0} KB with it"
        );
        (with - without).Should().BeLessThan(Megabyte);
        recorder.Records.Should().ContainSingle();
    }

    /// <summary>The highest amount of live memory seen while an answer is read, above what there was before.</summary>
    private static async Task<long> Peak(GigaChatServer server, HttpClient client, string shape)
    {
        server.OnRequest = async context =>
        {
            context.Response.ContentType = shape.Contains("event", StringComparison.Ordinal)
                ? "text/event-stream"
                : "application/json";
            await foreach (var part in Parts(shape))
                await context.Response.Body.WriteAsync(part);
            return true;
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.V1BaseAddress, "chat/completions"))
        {
            Content = new StringContent("{}"),
        };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[Megabyte / 8];
        long total = 0;
        for (int read, reads = 0; (read = await stream.ReadAsync(buffer)) > 0; reads++)
        {
            total += read;
            if (reads % 400 == 0)
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        total.Should().BeGreaterThanOrEqualTo(Size);
        return peak;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Parts(string shape)
    {
        var (head, part) = shape switch
        {
            "one long text" => ("{\"choices\":[{\"message\":{\"content\":\"", "слово \\n"),
            "one long JSON array" => ("{\"data\":[0", ",{\"embedding\":[0.25,-1.5e-3,{\"a\":\"b\"}]}"),
            "many events" => ("\n", "data: {\"choices\":[{\"delta\":{\"content\":\"слово\"},\"index\":0}]}\n\n"),
            "one long event" => ("data: {\"choices\":[{\"delta\":{\"content\":\"", "слово \\u0430"),
            _ => ("\u0089PNG", "\u0000\u0001\u00ff{\"usage\":"),
        };
        yield return Encoding.UTF8.GetBytes(head);
        var repeated = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat(part, 64 * 1024 / Encoding.UTF8.GetByteCount(part)))
        );
        for (long sent = 0; sent < Size; sent += repeated.Length)
        {
            yield return repeated;
            await Task.Yield();
        }
    }
}
