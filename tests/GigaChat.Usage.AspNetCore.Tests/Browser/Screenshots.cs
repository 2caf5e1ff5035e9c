using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Takes the pictures of the README: run it by name, with the web sample at SCREENSHOT_ADDRESS and a folder in
/// SCREENSHOT_FOLDER.</summary>
[TestFixture]
[Explicit("Takes pictures; there is nothing to assert.")]
internal sealed class Screenshots
{
    [TestCase("overview-en", "?lang=en", 1280, 1240, false)]
    [TestCase("overview-ru", "?lang=ru", 1280, 1240, false)]
    [TestCase("overview-en-dark", "?lang=en&measure=rubles&by=model", 1280, 1240, true)]
    [TestCase("user-ru", "?lang=ru&user=u-101", 1280, 1240, false)]
    [TestCase("changes-en", "changes?lang=en&period=7d", 1280, 1000, false)]
    [TestCase("changes-ru-dark", "changes?lang=ru&period=7d", 1280, 1000, true)]
    [TestCase("statement-en", "statement?lang=en", 1280, 700, false)]
    [TestCase("statement-ru-dark", "statement?lang=ru&group=user", 1280, 900, true)]
    [TestCase("phone-ru", "?lang=ru", 390, 1200, false)]
    [TestCase("phone-en-dark", "changes?lang=en&period=7d", 390, 1200, true)]
    [TestCase("records-ru", "records?lang=ru&platform=web&size=25", 1280, 900, false)]
    public Task Take(string name, string address, int width, int height, bool dark) =>
        TakeAsync(
            name,
            new Uri(new Uri(Environment.GetEnvironmentVariable("SCREENSHOT_ADDRESS")!), address),
            width,
            height,
            dark
        );

    [TestCase("empty-en", "?lang=en", false)]
    [TestCase("empty-ru-dark", "?lang=ru", true)]
    public async Task Take_the_dashboard_before_the_first_record(string name, string address, bool dark)
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore(), configure: static services =>
            services.AddHttpClient("chat", static http => http.BaseAddress = new Uri("https://gigachat.corp.example"))
        );
        await TakeAsync(name, new Uri(host.Origin, $"{DashboardHost.Path}/{address}"), 1280, 820, dark);
    }

    private static async Task TakeAsync(string name, Uri address, int width, int height, bool dark)
    {
        await using var chromium = await Chromium.StartAsync();
        await using var context = await chromium.Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = height },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                DeviceScaleFactor = width < 500 ? 1.5f : 1.25f,
            }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.AbsoluteUri);
        await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Path.Combine(Environment.GetEnvironmentVariable("SCREENSHOT_FOLDER")!, $"{name}.png"),
            }
        );
    }
}
