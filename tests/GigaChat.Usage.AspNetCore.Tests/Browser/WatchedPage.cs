using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

/// <summary>A page that notes whatever a careful page does not do: errors, violations of the policy, requests
/// elsewhere, dialogs.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentBag<string> _complaints = [];
    private readonly IBrowserContext _context;

    private WatchedPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    public static async Task<WatchedPage> OpenAsync(
        IBrowser browser,
        Uri origin,
        BrowserNewContextOptions? options = null
    )
    {
        options ??= new BrowserNewContextOptions();
        options.Locale ??= "en-US";
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 900 };
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        var watched = new WatchedPage(context, await context.NewPageAsync());
        watched.Watch(origin);
        return watched;
    }

    /// <summary>Nothing was noted.</summary>
    public void ShouldBeClean() => _complaints.Should().BeEmpty();

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Watch(Uri origin)
    {
        // The policy's violations are reported on the console as errors.
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"console: {message.Text}");
        };
        Page.PageError += (_, error) => _complaints.Add($"error: {error}");
        Page.Dialog += (_, dialog) => _complaints.Add($"dialog: {dialog.Message}");
        Page.RequestFailed += (_, request) =>
        {
            if (request.Failure is not "net::ERR_ABORTED") // A download ends its navigation so.
                _complaints.Add($"failed: {request.Url} {request.Failure}");
        };
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(origin.AbsoluteUri, StringComparison.Ordinal))
                _complaints.Add($"elsewhere: {request.Url}");
        };
        Page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                _complaints.Add($"status {response.Status}: {response.Url}");
        };
    }
}
