namespace GigaChat.Usage;

/// <summary>A file could not be imported as it is.</summary>
public sealed class UsageImportException : Exception
{
    /// <summary>Makes the exception with a general message.</summary>
    public UsageImportException()
        : base("The file cannot be imported.") { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public UsageImportException(string message)
        : base(message) { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What it comes from.</param>
    public UsageImportException(string message, Exception? innerException)
        : base(message, innerException) { }

    internal UsageImportException(IReadOnlyList<string> problems, bool isAll)
        : base(
            $"The file cannot be imported:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}{(isAll ? "" : $"{Environment.NewLine}There may be more.")}"
        ) => Problems = problems;

    /// <summary>Each problem with its line and column: <c>Line 7, total_tokens: "12,5" is not a whole number of 0 or
    /// more.</c></summary>
    public IReadOnlyList<string> Problems { get; } = [];
}
