namespace GigaChat.Usage;

/// <summary>
/// The exception of a store that rejects a record because of its data, so that writing the same batch again cannot
/// succeed.
/// </summary>
public sealed class UsageDataException : Exception
{
    /// <summary>
    /// Initializes a new instance of the <see cref="UsageDataException"/> class with a general message.
    /// </summary>
    public UsageDataException()
        : base("The store rejected a usage record because of its data.") { }

    /// <summary>Initializes a new instance of the <see cref="UsageDataException"/> class.</summary>
    /// <param name="message">The problem of the data; must not contain the data itself.</param>
    public UsageDataException(string message)
        : base(message) { }

    /// <summary>Initializes a new instance of the <see cref="UsageDataException"/> class.</summary>
    /// <param name="message">The problem of the data; must not contain the data itself.</param>
    /// <param name="innerException">The store's own error.</param>
    public UsageDataException(string message, Exception? innerException)
        : base(message, innerException) { }
}
