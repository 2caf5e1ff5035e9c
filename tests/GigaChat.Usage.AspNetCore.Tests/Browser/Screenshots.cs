using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Takes the pictures of the README: run it by name, with the web sample at SCREENSHOT_ADDRESS and a folder in
/// SCREENSHOT_FOLDER.</summary>
[TestFixture]
[Explicit("Takes pictures; there is nothing to assert.")]
internal sealed class Screenshots
{
    [TestCase("dashboard-en", "?lang=en", 1280, 1240, false)]
    [TestCase("dashboard-ru", "?lang=ru", 1280, 1240, false)]
    [TestCase("dashboard-dark", "?lang=en&measure=rubles&by=model", 1280, 1240, true)]
    [TestCase("dashboard-phone", "?lang=ru", 390, 1500, false)]
    [TestCase("records-ru", "records?lang=ru&platform=web&size=25", 1280, 900, false)]
    [TestCase("records-phone-dark", "records?lang=en&size=25", 390, 1100, true)]
    public async Task Take(string name, string address, int width, int height, bool dark)
    {
        await using var chromium = await Chromium.StartAsync();
        await using var context = await chromium.Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = height },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                DeviceScaleFactor = width < 500 ? 2 : 1.5f,
            }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync(
            new Uri(new Uri(Environment.GetEnvironmentVariable("SCREENSHOT_ADDRESS")!), address).AbsoluteUri
        );
        await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Path.Combine(Environment.GetEnvironmentVariable("SCREENSHOT_FOLDER")!, $"{name}.png"),
            }
        );
    }
}
