using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The log messages of the dashboard.</summary>
internal static partial class DashboardLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Loading the part {Part} of the dashboard failed.")]
    public static partial void NoAnswer(ILogger logger, string part, Exception error);

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Warning,
        Message = "The application's usage attribution of a request failed; the request continues with the other attribution."
    )]
    public static partial void AttributionFailed(ILogger logger, Exception error);
}
