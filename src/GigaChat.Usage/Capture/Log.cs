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

    [LoggerMessage(
        EventId = 102,
        EventName = "TagsDropped",
        Level = LogLevel.Warning,
        Message = "A GigaChat call has more than {Limit} tags ({Count} such calls so far); the last ones in the order of "
            + "their keys were dropped. Check the tags of the client, the scopes, the request and the enrichers."
    )]
    public static partial void TagsDropped(ILogger logger, int limit, long count);
}
