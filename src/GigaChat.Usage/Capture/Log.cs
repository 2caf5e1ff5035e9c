using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Capture;

internal static partial class Log
{
    [LoggerMessage(
        EventId = 101,
        EventName = "CaptureFailed",
        Level = LogLevel.Warning,
        Message = "Usage tracking of a GigaChat call failed ({Kind}, {Count} so far, {Error}). "
            + "The call itself was not affected."
    )]
    public static partial void CaptureFailed(ILogger logger, CaptureFailure kind, long count, string? error);
}
