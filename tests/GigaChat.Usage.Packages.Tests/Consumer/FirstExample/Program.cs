// The README's first example, in a program that makes one call and prints its first number.
using GigaChat.Usage;

await using var server = await GigaChatServer.StartAsync();
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddHttpClient("gigachat", http => http.BaseAddress = server.V1BaseAddress);

builder.Services.AddGigaChatUsageTracking().UseSqlite("Data Source=gigachat-usage.db");

await using var app = builder.Build();
app.MapGigaChatUsageDashboard("/admin/gigachat-usage");
await app.StartAsync();

using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("gigachat");
using (
    UsageScope.Begin(
        new UsageContext
        {
            UserId = "42",
            UserName = "Анна",
            Topic = "Квантовая физика",
        }
    )
)
{
    using var answer = await client.PostAsJsonAsync(
        "chat/completions",
        new
        {
            model = "GigaChat-2-Max",
            messages = new[] { new { role = "user", content = "Что такое квантовая физика?" } },
        }
    );
    answer.EnsureSuccessStatusCode();
}

await app.Services.GetRequiredService<IUsageRecorder>().FlushAsync();
var tokens = await app.Services.GetRequiredService<GigaChatTokenUsage>().GetTotalTokensAsync();
using var browser = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
var page = await browser.GetStringAsync("/admin/gigachat-usage");

Console.WriteLine($"recorded {tokens}");
Console.WriteLine($"billed {server.Ledger.TotalTokens}");
Console.WriteLine($"dashboard {(page.Contains("</html>", StringComparison.Ordinal) ? "shown" : "missing")}");
