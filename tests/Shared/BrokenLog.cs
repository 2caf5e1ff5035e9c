using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GigaChat.Usage;

/// <summary>A logging provider that throws at every line of this library; it leaves the host's alone, which do not
/// stand it. For the projects that link this file.</summary>
internal sealed class BrokenLog : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("GigaChat.Usage", StringComparison.Ordinal) ? new Broken() : NullLogger.Instance;

    public void Dispose() { }

    private sealed class Broken : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => throw new InvalidOperationException("broken");
    }
}
