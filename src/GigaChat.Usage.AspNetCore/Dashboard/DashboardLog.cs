using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The log messages of the dashboard.</summary>
internal static partial class DashboardLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The dashboard got no answer for its part {Part}.")]
    public static partial void NoAnswer(ILogger logger, string part, Exception error);

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Warning,
        Message = "The application's usage attribution of a request has failed; the request goes on with what is known otherwise."
    )]
    public static partial void AttributionFailed(ILogger logger, Exception error);
}
