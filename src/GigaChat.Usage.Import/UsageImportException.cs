namespace GigaChat.Usage;

/// <summary>The exception for a file that cannot be imported.</summary>
public sealed class UsageImportException : Exception
{
    /// <summary>
    /// Initializes a new instance of the <see cref="UsageImportException"/> class with a general message.
    /// </summary>
    public UsageImportException()
        : base("The file cannot be imported.") { }

    /// <summary>Initializes a new instance of the <see cref="UsageImportException"/> class.</summary>
    /// <param name="message">The message.</param>
    public UsageImportException(string message)
        : base(message) { }

    /// <summary>Initializes a new instance of the <see cref="UsageImportException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public UsageImportException(string message, Exception? innerException)
        : base(message, innerException) { }

    internal UsageImportException(IReadOnlyList<string> problems, bool isAll)
        : base(
            $"The file cannot be imported:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}{(isAll ? "" : $"{Environment.NewLine}There may be more.")}"
        ) => Problems = problems;

    /// <summary>
    /// The problems, each with its line and column: <c>Line 7, total_tokens: "12,5" is not a whole number of 0 or
    /// more.</c>
    /// </summary>
    public IReadOnlyList<string> Problems { get; } = [];
}
