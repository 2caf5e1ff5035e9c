using System.Data.Common;
using System.Net.Sockets;

namespace GigaChat.Usage;

/// <summary>Tells the faults apart.</summary>
internal static class StoreFaults
{
    public static StoreFault FaultOf(this Exception error) => error switch
    {
        UsageDataException => StoreFault.Data,
        TimeoutException => StoreFault.TimedOut,
        _ => IsOfTheMachine(error) ? StoreFault.Unavailable : StoreFault.Unknown,
    };

    private static bool IsOfTheMachine(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is IOException or SocketException or UnauthorizedAccessException or OperationCanceledException or TimeoutException or DbException { IsTransient: true })
                return true;
        }

        return false;
    }
}
