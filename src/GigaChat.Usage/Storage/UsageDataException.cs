namespace GigaChat.Usage;

/// <summary>A store's word that a record is refused for its data, so that offering the same batch again cannot
/// help.</summary>
public sealed class UsageDataException : Exception
{
    /// <summary>Makes the exception with a general message.</summary>
    public UsageDataException()
        : base("The store refused a usage record for its data.") { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong with the data; must not hold the data itself.</param>
    public UsageDataException(string message)
        : base(message) { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong with the data; must not hold the data itself.</param>
    /// <param name="innerException">The store's own error.</param>
    public UsageDataException(string message, Exception? innerException)
        : base(message, innerException) { }
}
