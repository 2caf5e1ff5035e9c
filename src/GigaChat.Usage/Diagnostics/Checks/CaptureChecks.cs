using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Diagnostics;

/// <summary>Checks the observations of capture.</summary>
internal static class CaptureChecks
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    public static IEnumerable<UsageFinding> Examine(UsageCapture capture, CaptureFailures failures)
    {
        if (capture.Canary.TotalsThatDiffer is > 0 and var totals)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.TotalDiffers,
                UsageFindingSeverity.Warning,
                $"Responses with a total of tokens that is not prompt plus completion: {totals:N0}.",
                "Compare the bill with the records: the reported total is recorded, and the API or a gateway may have changed its counting.",
                ("answers", totals)
            );
        }

        if (capture.Canary.UnknownUsageFields is { Count: > 0 and var answers } fields)
        {
            var names = string.Join(", ", fields.Names);
            yield return UsageFinding.Of(
                UsageFindingCode.UsageFieldUnknown,
                UsageFindingSeverity.Notice,
                $"Responses with unknown fields in their usage: {answers:N0} ({names}).",
                "Look for a newer version of the package, and check in the API's documentation whether these fields are billed: they are not counted.",
                ("answers", answers),
                ("fields", names)
            );
        }

        if (capture.Canary.UnknownFinishReasons is { Count: > 0 and var ended } reasons)
        {
            var names = string.Join(", ", reasons.Names);
            yield return UsageFinding.Of(
                UsageFindingCode.FinishReasonUnknown,
                UsageFindingSeverity.Notice,
                $"Responses with unknown finish reasons: {ended:N0} ({names}).",
                "Look for a newer version of the package: such calls are recorded as completed, with the reason.",
                ("answers", ended),
                ("reasons", names)
            );
        }

        if (capture.Canary.UnknownFileTargets is { Count: > 0 and var generated } targets)
        {
            var names = string.Join(", ", targets.Names);
            yield return UsageFinding.Of(
                UsageFindingCode.FileTargetUnknown,
                UsageFindingSeverity.Notice,
                $"Responses with files of an unknown kind: {generated:N0} ({names}).",
                "Look for a newer version of the package, and set UsageContext.Operation meanwhile: such calls are recorded as text generation.",
                ("answers", generated),
                ("targets", names)
            );
        }

        if (failures.Of(CaptureFailure.Parse) is > 0 and var unread)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.AnswersUnreadable,
                UsageFindingSeverity.Warning,
                $"Responses that could not be read completely: {unread:N0}; their tokens are estimated or unknown.",
                "Find the calls with estimates or the finish reason \"unreadable\"; a common cause is a gateway that responds with a web page.",
                ("answers", unread)
            );
        }

        foreach (
            var kind in (CaptureFailure[])
                [
                    CaptureFailure.Enricher,
                    CaptureFailure.Estimator,
                    CaptureFailure.Gate,
                    CaptureFailure.Observer,
                    CaptureFailure.Telemetry,
                    CaptureFailure.Internal,
                ]
        )
        {
            if (failures.Of(kind) is > 0 and var calls)
                yield return Failed(kind, calls);
        }

        if (failures.Of(CaptureFailure.Tags) is > 0 and var crowded)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.TagsDropped,
                UsageFindingSeverity.Warning,
                $"Calls with more than {UsageRecordLimits.Tags} tags: {crowded:N0}; the others were dropped.",
                "Set fewer tags: those of the client, the scopes, the request and the enrichers add up.",
                ("calls", crowded),
                ("limit", (long)UsageRecordLimits.Tags)
            );
        }

        if (capture.Clock.Offset is { } offset && offset.Duration() > ClockTolerance)
        {
            yield return UsageFinding.Of(
                UsageFindingCode.ClockWrong,
                UsageFindingSeverity.Warning,
                $"This machine's clock is {Lengths.Words(offset.Duration())} {(offset > TimeSpan.Zero ? "behind" : "ahead of")} the API's.",
                "Synchronize it: records have wrong times, and budgets are renewed at the wrong time.",
                ("offset", offset)
            );
        }
    }

    private static UsageFinding Failed(CaptureFailure kind, long calls)
    {
        var name = CaptureFailures.NameOf(kind);
        var (who, advice) = kind switch
        {
            CaptureFailure.Enricher => ("enrichers", "Fix the enricher: the calls are recorded without its data."),
            CaptureFailure.Estimator => (
                "the estimator",
                "Fix the estimator: calls without reported usage are recorded without tokens."
            ),
            CaptureFailure.Gate => (
                "call gates",
                "Fix the gate: the calls it failed on were sent, or their usage was not settled."
            ),
            CaptureFailure.Observer => (
                "observers of records",
                "Fix the observer: the records are stored, and it did not handle all of them."
            ),
            CaptureFailure.Telemetry => (
                "listeners of spans or metrics",
                "Fix the listener: records are complete, spans and metrics are not."
            ),
            _ => (
                "capture itself",
                "Report it with the type of error in the log: the calls continued, and may lack a record."
            ),
        };
        return UsageFinding.Of(
            UsageFindingCode.CaptureFailed,
            UsageFindingSeverity.Warning,
            $"Exceptions thrown by {who}: {calls:N0}; the calls were not affected.",
            advice,
            ("kind", name),
            ("calls", calls)
        );
    }
}
