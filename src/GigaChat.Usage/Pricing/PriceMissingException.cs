using System.Globalization;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>A cost was asked for, and the price book has no price for the model at that time.</summary>
public sealed class PriceMissingException : InvalidOperationException
{
    /// <summary>Makes the exception with a general message.</summary>
    public PriceMissingException()
        : base("The price book has no price for the model.") { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is missing.</param>
    public PriceMissingException(string? message)
        : base(message) { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is missing.</param>
    /// <param name="innerException">What led to it.</param>
    public PriceMissingException(string? message, Exception? innerException)
        : base(message, innerException) { }

    internal PriceMissingException(string? model, DateTimeOffset at, PriceBook book)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The price book {book.Name} has no price for {(model is null ? "a call without a model" : $"the model {model}")} at {at:yyyy-MM-ddTHH:mm:sszzz}; add one with {nameof(PriceBook)}.{nameof(PriceBook.With)}."
            )
        )
    {
        Model = model;
        At = at;
    }

    /// <summary>The model that has no price; null when it is unknown.</summary>
    public string? Model { get; }

    /// <summary>The moment it has none at.</summary>
    public DateTimeOffset At { get; }
}
