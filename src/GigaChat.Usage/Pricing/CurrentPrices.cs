using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Pricing;

/// <summary>The price book in effect: always the same, or that of a configuration that is reloaded.</summary>
internal sealed class CurrentPrices
{
    private volatile PriceBook _book;

    /// <summary>Initializes a new instance with a book that stays.</summary>
    public CurrentPrices(PriceBook book) => _book = book;

    public CurrentPrices(IOptionsMonitor<PriceBookChoice> monitor)
    {
        _book = monitor.CurrentValue.Book;
        monitor.OnChange(choice => _book = choice.Book);
    }

    public PriceBook Book => _book;
}
