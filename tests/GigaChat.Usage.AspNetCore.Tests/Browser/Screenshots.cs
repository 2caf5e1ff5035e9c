using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Takes the pictures of the documents, of the web sample at SCREENSHOT_ADDRESS, into SCREENSHOT_FOLDER:
/// <c>eng/screenshots.sh</c>.</summary>
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

    /// <summary>Takes every page in each language, at each width, to look at them after a change of the layout.</summary>
    [Test]
    [Explicit("Takes pictures; there is nothing to assert.")]
    public async Task Take_every_page_at_every_width(
        [Values(360, 390, 768, 1024, 1440, 1920)] int width,
        [Values("ru", "en")] string language,
        [Values] bool dark
    )
    {
        (string Name, string Address)[] pages =
        [
            ("overview", "?period=month"),
            ("rubles", "?measure=rubles&by=model&period=30d"),
            ("user", "?user=u-101&period=30d"),
            ("tag", "?tag=tenant%3Dschool-7&period=30d"),
            ("groups", "groups?group=user&then=model&period=30d"),
            ("changes", "changes?period=7d"),
            ("quality", "quality?period=30d"),
            ("statement", "statement?group=user"),
            ("records", "records?size=25"),
            ("diagnosis", "diagnosis"),
        ];
        await using var chromium = await Chromium.StartAsync();
        foreach (var (name, address) in pages)
            await TakeAsync(
                chromium,
                $"{name}-{width}-{language}{(dark ? "-dark" : "")}",
                new Uri(
                    new Uri(Environment.GetEnvironmentVariable("SCREENSHOT_ADDRESS")!),
                    $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}"
                ),
                new ViewportSize { Width = width, Height = 900 },
                dark,
                scale: 1,
                whole: true
            );
    }

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
        var size = new ViewportSize { Width = width, Height = height };
        await TakeAsync(chromium, name, address, size, dark, width < 500 ? 1.5f : 1.25f, whole: false);
    }

    private static async Task TakeAsync(
        Chromium chromium,
        string name,
        Uri address,
        ViewportSize size,
        bool dark,
        float scale,
        bool whole
    )
    {
        await using var context = await chromium.Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = size,
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                DeviceScaleFactor = scale,
            }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.AbsoluteUri);
        await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Path.Combine(Environment.GetEnvironmentVariable("SCREENSHOT_FOLDER")!, $"{name}.png"),
                FullPage = whole,
            }
        );
    }
}
