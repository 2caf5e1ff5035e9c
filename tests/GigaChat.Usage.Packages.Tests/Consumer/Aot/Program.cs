// One call to a server of a few lines, through a client of the factory; its record is printed.
using System.Net;
using System.Net.Sockets;
using System.Text;
using GigaChat.Usage;
using Microsoft.Extensions.DependencyInjection;

const string Answer = """
    {"choices":[{"message":{"role":"assistant","content":"Привет!"},"index":0,"finish_reason":"stop"}],"created":1772000000,"model":"GigaChat-2-Max:2.0.28.2",
    "object":"chat.completion","usage":{"prompt_tokens":17,"completion_tokens":5,"total_tokens":22,"precached_prompt_tokens":3}}
    """;

using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
var server = AnswerAsync(listener);

await using var services = new ServiceCollection()
    .AddGigaChatUsageTracking()
    .UseInMemory()
    .Services.AddHttpClient("gigachat", http => http.BaseAddress = new Uri($"http://{listener.LocalEndpoint}/v1/"))
    .Services.BuildServiceProvider();

using (UsageScope.Begin(new UsageContext { UserId = "42", Topic = "Квантовая физика" }))
{
    using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("gigachat");
    using var body = new StringContent(
        """{"model":"GigaChat-2-Max","messages":[{"role":"user","content":"Привет"}]}""",
        Encoding.UTF8,
        "application/json"
    );
    using var answer = await http.PostAsync("chat/completions", body);
    answer.EnsureSuccessStatusCode();
}

await server;
await services.GetRequiredService<IUsageRecorder>().FlushAsync();
var record = (
    await services.GetRequiredService<IUsageReader>().ListAsync(UsageFilter.All, new UsagePage())
).Items.Single();
var cost = await services.GetRequiredService<GigaChatTokenUsage>().GetCostAsync();
Console.WriteLine(
    $"{record.Model} {record.ModelVersion}, user {record.UserId}: {record.PromptTokens} + {record.CompletionTokens} = {record.TotalTokens} tokens, {record.CachedPromptTokens} cached, {record.Source}, {record.Outcome}"
);
Console.WriteLine($"{cost.Rubles:0.######} rubles");

static async Task AnswerAsync(TcpListener listener)
{
    using var connection = await listener.AcceptTcpClientAsync();
    var stream = connection.GetStream();
    var buffer = new byte[16_384];
    var received = "";
    while (!received.EndsWith("}]}", StringComparison.Ordinal)) // the end of the request's body
        received += Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer));
    var body = Encoding.UTF8.GetBytes(Answer);
    await stream.WriteAsync(
        Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"
        )
    );
    await stream.WriteAsync(body);
}
