using System.Globalization;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>
/// The exception that is thrown when the price book has no price for the model of a cost at that time.
/// </summary>
public sealed class PriceMissingException : InvalidOperationException
{
    /// <summary>
    /// Initializes a new instance of the <see cref="PriceMissingException"/> class with a general message.
    /// </summary>
    public PriceMissingException()
        : base("The price book has no price for the model.") { }

    /// <summary>Initializes a new instance of the <see cref="PriceMissingException"/> class with a message.</summary>
    /// <param name="message">The message, which names the missing price.</param>
    public PriceMissingException(string? message)
        : base(message) { }

    /// <summary>
    /// Initializes a new instance of the <see cref="PriceMissingException"/> class with a message and an inner
    /// exception.
    /// </summary>
    /// <param name="message">The message, which names the missing price.</param>
    /// <param name="innerException">The cause of this exception.</param>
    public PriceMissingException(string? message, Exception? innerException)
        : base(message, innerException) { }

    internal PriceMissingException(string? model, DateTimeOffset at, PriceBook book)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The price book {book.Name} has no price for "
                    + $"{(model is null ? "a call without a model" : $"the model {model}")} "
                    + $"at {at:yyyy-MM-ddTHH:mm:sszzz}; add one with {nameof(PriceBook)}.{nameof(PriceBook.With)}."
            )
        )
    {
        Model = model;
        At = at;
    }

    /// <summary>The model without a price; <c>null</c> if it is unknown.</summary>
    public string? Model { get; }

    /// <summary>The moment at which the price is missing.</summary>
    public DateTimeOffset At { get; }
}
