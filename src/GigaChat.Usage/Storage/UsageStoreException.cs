namespace GigaChat.Usage;

/// <summary>
/// The exception of a store that cannot be used, whatever the records: its database is down, full, read-only, locked or
/// corrupt, or its tables are missing or of another version.
/// </summary>
/// <remarks>
/// The message contains the remedy. A store that rejects records because of their data throws
/// <see cref="UsageDataException"/>.
/// </remarks>
public class UsageStoreException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="UsageStoreException"/> class.</summary>
    public UsageStoreException()
        : base("The usage store cannot be used.") { }

    /// <summary>Initializes a new instance of the <see cref="UsageStoreException"/> class.</summary>
    /// <param name="message">The problem and the remedy; must not contain a connection string.</param>
    public UsageStoreException(string message)
        : base(message) { }

    /// <summary>Initializes a new instance of the <see cref="UsageStoreException"/> class.</summary>
    /// <param name="message">The problem and the remedy; must not contain a connection string.</param>
    /// <param name="innerException">The error of the driver.</param>
    public UsageStoreException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>
    /// <c>true</c> if the same records can be written once the store is usable again, so that the recorder keeps them
    /// and retries; otherwise, <c>false</c>: the recorder searches for the rejected record.
    /// </summary>
    /// <value>The default is <c>true</c>.</value>
    public bool IsTransient { get; init; } = true;
}
