using Microsoft.Playwright;

namespace GigaChat.Usage.AspNetCore;

internal static class LocatorExtensions
{
    /// <summary>
    /// Clicks, and waits until the page that the click leads to is loaded: the click alone waits for its start, and what
    /// is then counted on a slow machine may not be there yet.
    /// </summary>
    public static async Task FollowAsync(this ILocator link)
    {
        await link.ClickAsync();
        await link.Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
    }
}
