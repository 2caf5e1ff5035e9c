using Microsoft.Extensions.Logging;

namespace GigaChat.Usage.Budgets;

internal static partial class BudgetLog
{
    [LoggerMessage(
        EventId = 301,
        EventName = "BudgetThresholdReached",
        Level = LogLevel.Warning,
        Message = "Budget {Budget} of {Key} reached {Percent} % of its limit ({Used} used). ({HeldBack} such lines were suppressed.)"
    )]
    public static partial void ThresholdReached(
        ILogger logger,
        string budget,
        string key,
        int percent,
        string used,
        long heldBack
    );

    [LoggerMessage(
        EventId = 302,
        EventName = "BudgetUnknown",
        Level = LogLevel.Warning,
        Message = "It is not known whether a call fits the budget {Budget} ({Reason}); the call is {Outcome}. ({Count} such calls so far.)"
    )]
    public static partial void Unknown(
        ILogger logger,
        Exception? error,
        string budget,
        BudgetRefusal reason,
        string outcome,
        long count
    );

    [LoggerMessage(
        EventId = 303,
        EventName = "BudgetNotSettled",
        Level = LogLevel.Warning,
        Message = "The use of a call could not be counted on its budgets; its reservation will expire."
    )]
    public static partial void NotSettled(ILogger logger, Exception? error);

    [LoggerMessage(
        EventId = 304,
        EventName = "BudgetHandlerFailed",
        Level = LogLevel.Error,
        Message = "A handler of ThresholdReached threw an exception."
    )]
    public static partial void HandlerFailed(ILogger logger, Exception error);

    [LoggerMessage(
        EventId = 305,
        EventName = "BudgetFailed",
        Level = LogLevel.Error,
        Message = "Budgets failed in the background; the use of a call may be missing from them."
    )]
    public static partial void Failed(ILogger logger, Exception error);
}
