namespace GigaChat.Usage;

/// <summary>A database cannot be used at present, whatever the records: it is full, read-only, locked or corrupt, or
/// its tables are missing or of another version.</summary>
/// <remarks>The message says what to do. Whoever writes may offer the same records again later, as the recorder
/// does.</remarks>
public sealed class UsageStoreException : IOException
{
    /// <summary>Whether the tables are others than before, so that whoever remembers something of them forgets
    /// it.</summary>
    internal bool TablesChanged { get; init; }

    /// <summary>Makes the exception with a general message.</summary>
    public UsageStoreException()
        : base("The usage database cannot be used at present.") { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and what to do; must not hold a connection string.</param>
    public UsageStoreException(string message)
        : base(message) { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and what to do; must not hold a connection string.</param>
    /// <param name="innerException">The driver's own error.</param>
    public UsageStoreException(string message, Exception? innerException)
        : base(message, innerException) { }
}
