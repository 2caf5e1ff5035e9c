using System.Data.Common;
using System.Net.Sockets;

namespace GigaChat.Usage.Recording;

/// <summary>Classifies the errors of a store.</summary>
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

    /// <summary>Gets the advice for a fault.</summary>
    public static string Advice(this StoreFault fault) =>
        fault switch
        {
            StoreFault.TimedOut => "The store is slow or hangs: check its load and its locks, "
                + $"or raise {nameof(GigaChatUsageOptions.WriteTimeout)}.",
            StoreFault.Unavailable =>
                "Check that the store is running, reachable and writable, and that its disk has free space.",
            _ => "See the error for the cause; if a table or a column is missing, run the migrations of the store.",
        };

    /// <summary>Gets the machine-readable name of a fault.</summary>
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
