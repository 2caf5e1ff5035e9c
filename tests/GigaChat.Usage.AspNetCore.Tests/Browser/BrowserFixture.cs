using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

/// <summary>Tests of a dashboard in a browser: one of each serves all tests of a class.</summary>
[Category("Browser")]
internal abstract class BrowserFixture
{
    private Chromium? _chromium;
    private DashboardHost? _host;

    protected DashboardHost Host => _host!;

    protected IBrowser Browser => _chromium!.Browser;

    /// <summary>The options of the browser where a test names none.</summary>
    protected virtual BrowserNewContextOptions? Options => null;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _chromium = await Chromium.StartAsync();
        _host = await StartHostAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        if (_host is not null)
            await _host.DisposeAsync();
    }

    protected virtual Task<DashboardHost> StartHostAsync() => DashboardHost.StartAsync(SharedStore.Store);

    protected Task<WatchedPage> OpenAsync(string address, BrowserNewContextOptions? options = null) =>
        OpenAsync(Host, address, options);

    protected async Task<WatchedPage> OpenAsync(
        DashboardHost host,
        string address,
        BrowserNewContextOptions? options = null
    )
    {
        var watched = await WatchedPage.OpenAsync(Browser, host.Origin, options ?? Options);
        await watched.Page.GotoAsync(Address(host, address));
        return watched;
    }

    /// <summary>Gets the address of a page.</summary>
    /// <param name="host">The dashboard.</param>
    /// <param name="address">The rest of the address; empty for that of the dashboard, without a slash.</param>
    protected static string Address(DashboardHost host, string address) =>
        new Uri(host.Origin, DashboardHost.Path).AbsoluteUri + (address.Length == 0 ? "" : $"/{address}");
}
