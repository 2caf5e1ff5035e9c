using GigaChat.Usage.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Benchmarks.Instrumentation;

/// <summary>A log that formats every message, as any log that is written somewhere does, and keeps none.</summary>
internal sealed class DiscardedLog : ILoggerProvider, ILogger
{
    private long _characters;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (IsEnabled(logLevel))
            _characters += formatter(state, exception).Length;
    }

    public void ThrowIfNone()
    {
        if (_characters == 0)
            throw new InvalidOperationException("No message was logged.");
    }

    public void Dispose() { }
}
