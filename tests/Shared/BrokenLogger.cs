using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Tests;

/// <summary>A logger whose every line throws, as a logging provider of an application's can; it tells that it was asked
/// to log.</summary>
internal sealed class BrokenLogger<T> : ILogger<T>
{
    public SemaphoreSlim Logged { get; } = new(0);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => throw new InvalidOperationException("broken");

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        Logged.Release();
        throw new InvalidOperationException("broken");
    }
}
