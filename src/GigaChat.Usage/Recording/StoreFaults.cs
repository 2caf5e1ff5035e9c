using System.Data.Common;
using System.Net.Sockets;

namespace GigaChat.Usage.Recording;

/// <summary>Tells the faults apart.</summary>
internal static class StoreFaults
{
    public static StoreFault FaultOf(this Exception error) =>
        error switch
        {
            UsageDataException => StoreFault.Data,
            UsageStoreException { IsTransient: false } => StoreFault.Unknown,
            _ when Chain(error).Any(static inner => inner is TimeoutException) => StoreFault.TimedOut,
            _ when Chain(error).Any(IsOfTheMachine) => StoreFault.Unavailable,
            _ => StoreFault.Unknown,
        };

    /// <summary>What to do about a fault.</summary>
    public static string Advice(this StoreFault fault) =>
        fault switch
        {
            StoreFault.TimedOut =>
                $"It is slow or hangs: look at its load and its locks, or raise {nameof(GigaChatUsageOptions.WriteTimeout)}.",
            StoreFault.Unavailable =>
                "Check that it is up and can be reached, that it may be written to and that its disk has room.",
            _ => "The error says what it lacks; where that is a table or a column, run the migrations of the store.",
        };

    /// <summary>The fault's name to programs.</summary>
    public static string Name(this StoreFault fault) =>
        fault switch
        {
            StoreFault.TimedOut => "timed-out",
            StoreFault.Unavailable => "unavailable",
            _ => "unknown",
        };

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }

    private static bool IsOfTheMachine(Exception error) =>
        error
            is UsageStoreException
                or IOException
                or SocketException
                or UnauthorizedAccessException
                or OperationCanceledException
                or DbException { IsTransient: true };
}
