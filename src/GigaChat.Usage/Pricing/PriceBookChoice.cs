namespace GigaChat.Usage.Pricing;

/// <summary>The options of prices: the book that the application has chosen.</summary>
internal sealed class PriceBookChoice
{
    public PriceBook Book { get; set; } = PriceBook.Sber;
}
