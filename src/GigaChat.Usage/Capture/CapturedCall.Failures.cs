namespace GigaChat.Usage.Capture;

/// <content>The handling of a failure of the tracking itself: the call ends and still produces a record (L4).</content>
internal sealed partial class CapturedCall
{
    private UsageRecord? _record;

    /// <summary>The record of the call; <c>null</c> before its end, and for a file of many calls.</summary>
    public UsageRecord? Usage => IsFile ? null : Volatile.Read(ref _record);

    /// <summary>Counts and logs a failure of the tracking.</summary>
    public void Failed(Exception error) => _capture.Failed(CaptureFailure.Internal, error);

    /// <summary>
    /// Passes a record to the recorder. If the recorder throws, only the record is lost: the call and the charge to the
    /// budgets are not affected.
    /// </summary>
    private void Hand(UsageRecord record)
    {
        Volatile.Write(ref _record, record);
        _capture.Observe(record);
        try
        {
            _capture.Recorder.TryRecord(record);
        }
        catch (Exception error)
        {
            Failed(error);
        }

        // After the recorder, and apart from it: a sum that cannot be kept costs no record.
        try
        {
            _scope?.Add(record, _capture.Prices);
        }
        catch (Exception error)
        {
            Failed(error);
        }
    }

    /// <summary>
    /// Records what is known without using the clock, the estimator or the body, which may fail again.
    /// </summary>
    private void RecordLeast()
    {
        if (_record is not null || !IsCertain)
            return;
        try
        {
            var (model, version) = WireModel.Split(RequestModel);
            var figures = new CallFigures
            {
                Operation = Contract.Operation,
                Outcome = IsSuccess ? UsageOutcome.Aborted : UsageOutcome.Failed,
                Tokens = CallTokens.None,
            };
            Hand(NewRecord(_id, model, version, figures));
        }
        catch (Exception error)
        {
            Failed(error);
        }
    }
}
